using ImgRep.Primitives;

namespace ImgRep.Images.Configuration;

/// <summary>What points to a blob (OCI image-spec 1.1, descriptor.md).</summary>
/// <param name="Size">Bytes.</param>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    internal static Descriptor Read(JsonInput json) =>
        new(json.Required("mediaType").Text(), json.Required("digest").Digest(), json.Required("size").Size());
}

/// <summary>An uncompressed layer: the hash of the tar is its digest and its diff id.</summary>
/// <param name="Size">Bytes of the tar.</param>
public sealed record LayerDescriptor(Digest Digest, long Size);

using System.Collections.Immutable;
using ImgRep.Containerfiles.Stages;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images;

/// <summary>An image in canonical form: three blobs, of which the manifest names the other two.</summary>
/// <param name="Manifest">The bytes of the manifest.</param>
/// <param name="Configuration">The bytes of the configuration.</param>
/// <param name="Layer">The one layer; its bytes lie elsewhere.</param>
public sealed record CanonicalImage(ImmutableArray<byte> Manifest, ImmutableArray<byte> Configuration, LayerDescriptor Layer)
{
    /// <summary>The image's digest.</summary>
    public Digest Digest { get; } = Digest.Compute(Manifest.AsSpan());

    public Digest ConfigurationDigest { get; } = Digest.Compute(Configuration.AsSpan());

    public static CanonicalImage Create(LayerDescriptor layer, StageConfig config, Platform platform)
    {
        var configuration = new ImageConfiguration(platform, config, [layer.Digest]).ToJson();
        var manifest = new Manifest(
            new Descriptor(MediaTypes.Configuration, Digest.Compute(configuration.AsSpan()), configuration.Length),
            [new Descriptor(MediaTypes.Layer, layer.Digest, layer.Size)]);
        return new CanonicalImage(manifest.ToJson(), configuration, layer);
    }
}

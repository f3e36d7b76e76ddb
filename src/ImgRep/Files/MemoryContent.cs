using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ImgRep.Primitives;

namespace ImgRep.Files;

/// <summary>File content held in memory: here-documents and tests.</summary>
public sealed class MemoryContent(ImmutableArray<byte> bytes) : IFileContent
{
    public long Length => bytes.Length;

    public Digest Digest { get; } = Digest.Compute(bytes.AsSpan());

    public Stream Open() => new MemoryStream(ImmutableCollectionsMarshal.AsArray(bytes)!, writable: false);
}

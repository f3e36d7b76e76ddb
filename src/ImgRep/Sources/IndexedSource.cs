using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Sources;

/// <summary>A source package as an index of the archive lists it.</summary>
public sealed record IndexedSource(string Package, string Version, ImmutableArray<IndexedFile> Files)
{
    private static readonly string[] Fields = ["Package", "Version", "Checksums-Sha256"];

    /// <summary>The packages of an index, in its order. What has no name or no version is passed over.</summary>
    /// <exception cref="RejectedInputException">It is no index.</exception>
    public static IEnumerable<IndexedSource> Read(Stream index)
    {
        foreach (var fields in ControlFile.Read(index, Fields))
        {
            if (fields.GetValueOrDefault("Package") is { Length: > 0 } package && fields.GetValueOrDefault("Version") is { Length: > 0 } version)
                yield return new IndexedSource(package, version, [.. fields.GetValueOrDefault("Checksums-Sha256", "").Split('\n').Select(FileOf).OfType<IndexedFile>()]);
        }
    }

    private static IndexedFile? FileOf(string line) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var hash, _, var name] && Digest.TryParseHex(hash, out var digest) ? new IndexedFile(digest, name) : null;
}

public sealed record IndexedFile(Digest Digest, string Name);

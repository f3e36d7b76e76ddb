using System.Collections.Immutable;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

internal sealed record FetchAnswer(ImmutableArray<FetchedFile> Sources) : IAnswer
{
    public static FetchAnswer From(ImmutableArray<FetchedSource> sources, SourceStore store) =>
        new([.. sources.Select(source => new FetchedFile(source.Request.Digest, source.Request.Url.AbsoluteUri, store.PathOf(source.Request.Digest), source.Place))]);

    public IEnumerable<string> Lines() => Sources.Select(source => $"{source.Digest.Hex}  {source.Path}");
}

/// <param name="Path">Where it lies in the store.</param>
/// <param name="From">Where it came from; null if the store had it.</param>
internal sealed record FetchedFile(Digest Digest, string Url, string Path, string? From);

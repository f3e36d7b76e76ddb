using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host;
using ImgRep.Host.Sources;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Tests.Sources;

/// <summary>What the tests of fetching share: a source, a store, and places to fetch it from.</summary>
public abstract class Fetching : IDisposable
{
    internal static readonly byte[] Source = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31 >> 3))];
    internal static readonly byte[] Other = [.. Source.Select(b => (byte)~b)];

    /// <summary>SHA-256 of <see cref="Source"/>.</summary>
    internal static readonly Digest Wanted = Digest.Parse("sha256:20508c3dbf04a872df56460db60c92ac53305065b5b72516b458815cd2dd2912");

    /// <summary>Patient with a busy machine.</summary>
    internal static readonly FetchOptions Patient = new() { StallTimeout = TimeSpan.FromMinutes(2), MaximumLength = 1_000_000 };

    internal static readonly FetchOptions Impatient = Patient with { StallTimeout = TimeSpan.FromMilliseconds(300) };

    internal FolderStore Store { get; } = new();

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    internal static SourceRequest At(Uri server, string path = "zlib-1.3.1.tar.gz") => new(Wanted, new Uri(server, path));

    internal static MirrorRules Mirrors(params string[] rules) => MirrorRules.Parse(string.Join('\n', rules), "mirrors");

    internal async Task<FetchedSource> FetchAsync(
        SourceRequest request, MirrorRules? mirrors = null, ImmutableArray<string> folders = default, string table = "", FetchOptions? options = null)
    {
        var places = new SourcePlaces(folders.IsDefault ? [] : folders, mirrors ?? MirrorRules.None, SourceTable.Parse(table, "sources"), null);
        using var fetcher = new SourceFetcher(Store, places, options ?? Patient);
        return (await fetcher.FetchAsync([request], null, CancellationToken.None)).Single();
    }

    /// <summary>Fetches what cannot be had, and gives the whole reason.</summary>
    internal async Task<string> FailAsync(SourceRequest request, MirrorRules? mirrors = null, FetchOptions? options = null) =>
        (await Should.ThrowAsync<EnvironmentException>(() => FetchAsync(request, mirrors, options: options))).Reason;

    protected virtual void Dispose(bool disposing) => Store.Dispose();
}

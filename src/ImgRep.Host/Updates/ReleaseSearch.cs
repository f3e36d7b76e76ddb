using ImgRep.Building;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Host.Vouching;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Sources.Updating;
using ImgRep.Sources.Versions;

namespace ImgRep.Host.Updates;

/// <summary>Finds a release that can take the place of a source in use: which one, its file, and who vouches for it.</summary>
public sealed class ReleaseSearch
{
    private readonly ContentStore store;
    private readonly SourcePlaces places;
    private readonly FetchOptions options;
    private readonly SavedListings? listings;
    private readonly Upstream upstream;
    private readonly UsedSource used;
    private readonly ArchiveFile? row;
    private readonly UpstreamReleases project;
    private readonly ArchiveReleases archive;

    /// <param name="listings">Null to ask the project itself.</param>
    public ReleaseSearch(ContentStore store, SourcePlaces places, ArchiveIndices indices, FetchOptions options, SavedListings? listings, UsedSource used)
    {
        (this.store, this.places, this.options, this.listings, this.used, upstream) = (store, places, options, listings, used, used.Upstream);
        row = places.Table.Find(used.Request.Digest);
        project = new UpstreamReleases(upstream, places.Mirrors, store, options);
        archive = new ArchiveReleases(indices, upstream, row);
    }

    /// <summary>The latest version that the project or the archive names; null if none is later than the one in use.</summary>
    /// <returns>With why the project did not say any; null if it did.</returns>
    public async Task<(string? Version, string? Silence)> LatestAsync(CancellationToken cancellation)
    {
        var (listed, silence) = await ListAsync(cancellation);
        return (Candidates.Newest(used.Version, listed.Concat(archive.Versions)), silence);
    }

    /// <summary>Brings a release into the store, and the source in use, to compare it with.</summary>
    /// <exception cref="EnvironmentException">Nobody has it.</exception>
    /// <exception cref="RejectedInputException">Upstream and the archive have different files.</exception>
    public async Task<FoundRelease> FindAsync(string version, CancellationToken cancellation)
    {
        var url = RecipeEdit.UrlOf(upstream, used.Request.Url, used.Version, version);
        var (own, silence) = await project.FetchAsync(url, cancellation);
        // What the archive packed anew before, it packs anew again, as long as upstream's own file does not show otherwise.
        var listed = archive.Find(version)?.File is { } there ? there with { IsRepack = row is { IsRepack: true } && there.Digest != own } : null;
        var found = (own, listed) switch
        {
            (null, null) => throw new EnvironmentException("find", $"{upstream.Name} {version}", $"neither upstream nor an index of the archive has it\n  {silence}",
                "give the archive's indices with --indices, or a folder that has it with --sources"),
            (null, { } file) => Take(file, ReleaseWord.Archive),
            ({ } digest, null) => new FoundRelease(version, new SourceRequest(digest, url), null, ReleaseWord.Upstream, null),
            ({ } digest, { } file) when digest == file.Digest => Take(file, ReleaseWord.Both),
            (_, { IsRepack: true } file) => Take(file, ReleaseWord.Repack),
            ({ } digest, { } file) => throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole($"{upstream.Name} {version}"), "two-releases", $"upstream has {digest}, the archive {file.Digest} ({file.Name} in {file.Suite})",
                "find out which of them is the release, and why: nothing was written")),
        };
        using var fetcher = new SourceFetcher(store.Sources, found.Row is null ? places : places with { Table = places.Table.With(found.Row) }, options);
        await fetcher.FetchAsync([found.Source, used.Request], null, cancellation);
        return found;

        FoundRelease Take(ArchiveFile file, ReleaseWord word) => new(version, new SourceRequest(file.Digest, url), file, word, word == ReleaseWord.Archive ? silence : null);
    }

    /// <summary>Upstream's signature of a release, from upstream or the archive; null if neither has one.</summary>
    public async Task<byte[]?> FindSignatureAsync(FoundRelease release, CancellationToken cancellation)
    {
        if (release.Row is { IsRepack: true } || ReleaseSignatures.PathOf(upstream.Signature, release.Source.Digest) is null)
            return null;
        if (await project.FetchSignatureAsync(release.Source.Url, cancellation) is { } own)
            return own;
        if (archive.Find(release.Version)?.Signature is not { } kept)
            return null;
        var request = new SourceRequest(kept.Digest, new Uri(release.Source.Url.AbsoluteUri + ".asc"));
        using var fetcher = new SourceFetcher(store.Sources, places with { Table = places.Table.With(kept) }, options);
        await fetcher.FetchAsync([request], null, cancellation);
        return SmallFile.Read(store.Sources.PathOf(kept.Digest));
    }

    private async Task<(IReadOnlyCollection<string> Versions, string? Silence)> ListAsync(CancellationToken cancellation)
    {
        if (listings is null)
            return await project.ListAsync(cancellation);
        return listings.Find(upstream) is { } versions ? (versions, null) : ([], $"{listings.Folder} has no page of it");
    }
}

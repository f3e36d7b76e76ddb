using System.Collections.Immutable;
using System.Text;
using ImgRep.Building;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Host.Updates;

/// <summary>A commit that packages add, with the SHA-256 of its tree.</summary>
public sealed record PinnedCommit(string Commit, Digest Tree, Uri Url);

/// <summary>Brings commits whose trees nobody has written down into the store, and writes their rows of the file <c>commits</c>: from then on each is
/// known by the hash that it had today.</summary>
public sealed class CommitPins(Checkout tree, ContentStore store, SourcePlaces places, FetchOptions options)
{
    /// <summary>The commits without a row, each once.</summary>
    /// <param name="chosen">Names of packages as a user gave them; all if there is none.</param>
    public ImmutableArray<SourceRequest> FindMissing(IReadOnlyCollection<string> chosen, CancellationToken cancellation)
    {
        var table = CheckoutSources.ReadCommits(tree);
        var packages = CheckoutLoader.Load(tree, chosen, cancellation, commits: CommitTable.Every).Packages;
        return [.. packages.OrderBy(package => package.Name).SelectMany(package => package.Routes).SelectMany(route => route.Sources)
            .Where(source => source.Commit is { } commit && table.Find(commit) is null).DistinctBy(source => source.Commit)];
    }

    /// <exception cref="EnvironmentException">No place gives it.</exception>
    public PinnedCommit Write(SourceRequest missing, CancellationToken cancellation)
    {
        var pinned = new PinnedCommit(missing.Commit!, Fetch(missing, cancellation), missing.Url);
        var text = CheckoutFile.TryReadText(tree, CommitTable.FileName, SmallFile.MaximumTable) ?? "";
        DurableFile.Write(tree, CommitTable.FileName, Encoding.UTF8.GetBytes(CommitTable.Add(text, pinned.Commit, pinned.Tree)));
        return pinned;
    }

    private Digest Fetch(SourceRequest missing, CancellationToken cancellation)
    {
        var misses = new List<string>();
        foreach (var url in places.RepositoriesOf(missing))
        {
            try
            {
                var tar = store.Temporary.NewPath();
                var layer = RepositoryTransfer.Export(url, missing.Commit, store.Temporary.NewPath(), tar, options, cancellation);
                if (!store.Sources.Has(layer.Digest))
                    store.Sources.Adopt(tar, layer.Digest);
                return layer.Digest;
            }
            catch (TransferException failure)
            {
                misses.Add($"  {url.AbsoluteUri}: {failure.Message}");
            }
        }
        throw new EnvironmentException("fetch", $"the commit {missing.Commit}", $"no place has it\n{string.Join('\n', misses)}",
            "look whether the address and the commit are right");
    }
}

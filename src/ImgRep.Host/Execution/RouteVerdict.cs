using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Builders;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Output;
using ImgRep.Host.Store;
using ImgRep.Images;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Execution;

/// <summary>Whether the routes of a package came to the same image; if not, in what they differ.</summary>
internal sealed class RouteVerdict(Checkout folder, ContentStore store, IProgress<BuildEvent> progress)
{
    private const string DifferenceFolder = "out/diff";
    private const int ShownLines = 20;

    /// <param name="results">The digest that each of its routes gave, in their order.</param>
    /// <exception cref="RoutesDifferException">They differ. What is to be said of it was said, and the trees are kept.</exception>
    public async Task<Digest> JudgeAsync(Package package, IReadOnlyList<Digest> results, CancellationToken cancellation)
    {
        if (!package.HasRoutes)
            return results[0];
        var kept = OutputFolder.PathOf(folder, $"{DifferenceFolder}/{package.Name}");
        TemporaryFolders.Remove(kept);
        var different = package.Routes.Zip(results).DistinctBy(result => result.Second).ToList();
        if (different.Count == 1)
            return results[0];
        await Task.Run(() => Report(package, [.. package.Routes.Zip(results, (route, image) => new RouteResult(route.Name!, image))], kept, cancellation), cancellation);
        throw new RoutesDifferException(package.Name);
    }

    private void Report(Package package, ImmutableArray<RouteResult> results, string kept, CancellationToken cancellation)
    {
        var first = results[0];
        var other = results.First(result => result.Image != first.Image);
        foreach (var route in results)
            KeptTree.Write(store.Images.Open(route.Image, cancellation).Tree, Path.Combine(kept, route.Route), cancellation);
        var difference = ImageDifference.Between(store.Images.Content(first.Image, cancellation), store.Images.Content(other.Image, cancellation));
        ImmutableArray<string> lines = [$"--- {first.Route}", $"+++ {other.Route}", .. difference.Lines().Take(ShownLines)];
        if (difference.Count > ShownLines)
            lines = lines.Add($"and {difference.Count - ShownLines} more: imgrep diff {first.Image} {other.Image}");
        progress.Report(new RoutesDiffer(package.Name.ToString(), results, lines, $"{DifferenceFolder}/{package.Name}"));
    }
}

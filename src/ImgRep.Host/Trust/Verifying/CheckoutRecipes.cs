using System.Collections.Concurrent;
using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Host.Trust.Verifying;

/// <summary>The recipe keys that the packages of a tree have now, on the images that <c>digests</c> names. Nothing needs to be built, and nothing that
/// a store keeps is believed, to know them.</summary>
internal sealed class CheckoutRecipes(Checkout tree, IReadOnlyDictionary<PackageName, Digest> digests)
{
    private readonly ImmutableArray<PackageName> names = CheckoutLoader.ListNames(tree);
    private readonly CommitTable commits = CheckoutSources.ReadCommits(tree);

    /// <param name="packages">Null for all of the tree and of <c>digests</c>.</param>
    public IReadOnlyDictionary<PackageName, RecipeKeys> Read(IReadOnlySet<PackageName>? packages, CancellationToken cancellation)
    {
        var read = new ConcurrentDictionary<PackageName, RecipeKeys>();
        using var folder = CheckoutWalk.TryOpen(tree, Checkout.Packages);
        Parallel.ForEach(packages ?? names.Concat(digests.Keys).ToHashSet(), new ParallelOptions { CancellationToken = cancellation }, name => read[name] = Read(folder, name));
        return read;
    }

    private RecipeKeys Read(OpenFolder? folder, PackageName name)
    {
        if (folder is null || names.BinarySearch(name) < 0)
            return RecipeKeys.NotKnown("there is no such package");
        try
        {
            var (package, diagnostics) = PackageFiles.Read(folder, name, names, route: null, commits);
            return package is null
                ? RecipeKeys.NotKnown(diagnostics.Find(diagnostic => diagnostic.Severity == Severity.Error)!.ToString())
                : KeysOf(package, PackageContext.Read(tree, Checkout.PathOf(name), package.HasRoutes));
        }
        catch (RejectedInputException rejected)
        {
            return RecipeKeys.NotKnown(rejected.Diagnostics[0].ToString());
        }
    }

    private RecipeKeys KeysOf(Package package, PackageContext context)
    {
        if (package.Routes.Any(route => route.Seeds.Any()))
            return RecipeKeys.Any;
        if (package.Dependencies.Select(needed => needed.Name).FirstOrDefault(needed => !digests.ContainsKey(needed)) is { } missing)
            return RecipeKeys.NotKnown($"it needs {missing}, for which {DigestsFile.Path} has no line");
        var recipes = package.Routes.SelectMany(_ => Platform.Known,
            (route, platform) => BuildPlan.RecipeOf(route, context, digests, ImmutableDictionary<string, Digest?>.Empty, platform));
        return new RecipeKeys([.. recipes.Select(recipe => recipe!.Key)], null);
    }
}

using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Host.Builds;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Rebuilds;

/// <summary>
/// The whole way of varied rebuilds. What they are compared with is the image that the store has. Where it has none, the committed digest
/// spares a build: only if the rebuild gives another one is the package built in the usual surroundings, too.
/// </summary>
/// <param name="options">Names the packages to rebuild.</param>
/// <param name="progress">Told how the builds go, usual and varied.</param>
public sealed class VariedSession(Checkout folder, ContentStore store, BuildOptions options, IProgress<BuildEvent> progress)
{
    /// <returns>The results in the order of the tree.</returns>
    /// <exception cref="Builders.BuildFailedException">A usual build did not succeed.</exception>
    public async Task<ImmutableArray<VariedResult>> RunAsync(ImmutableArray<Variation> variations, CancellationToken cancellation)
    {
        var committed = CheckoutDigests.TryRead(folder) ?? ImmutableSortedDictionary<PackageName, Digest>.Empty;
        var plan = BuildPlan.Read(folder, options.Names, store, cancellation, isComplete: true, options.Route);
        var asked = plan.Asked(options.Names).ToList();
        var spared = asked.Where(build => build.Image is null && committed.ContainsKey(build.Package.Name)).ToList();
        await BuildAsync(asked.Except(spared).Select(build => build.Package.Name));
        await BuildAsync(spared.SelectMany(build => build.Package.Dependencies).Select(needed => needed.Name), isForOthers: true);
        // The rebuilds have no way out.
        await new InputFetch(folder, store, options, progress).RunAsync([.. asked.SelectMany(build => build.Routes).Select(planned => planned.Route)], cancellation);

        var results = ImmutableArray.CreateBuilder<VariedResult>();
        foreach (var name in asked.Select(build => build.Name))
        {
            var (rebuild, package) = Find(name);
            var varied = await rebuild.RebuildAsync(package, variations, cancellation);
            if (package.Image is null)
            {
                if (varied == committed[package.Package.Name])
                {
                    results.Add(new VariedResult(name, [], IsUnstable: false));
                    continue;
                }
                await BuildAsync([package.Package.Name]);
                (rebuild, package) = Find(name);
            }
            results.Add(await rebuild.ExplainAsync(package, varied, variations, cancellation));
        }
        return results.ToImmutable();

        (VariedRebuild Rebuild, PlannedBuild Package) Find(string name)
        {
            plan = BuildPlan.Create(folder, plan.Graph, store, plan);
            return (new VariedRebuild(folder, store, options, plan, progress), plan.Builds.Single(build => build.Name == name));
        }

        async Task BuildAsync(IEnumerable<PackageName> packages, bool isForOthers = false)
        {
            ImmutableArray<string> names = [.. packages.Distinct().Select(package => package.ToString())];
            if (!names.IsEmpty)
                await new BuildSession(folder, store, options with { Names = names, IsForOthers = isForOthers }, progress).RunAsync(cancellation);
        }
    }
}

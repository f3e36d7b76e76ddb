using System.Collections.Immutable;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Listings;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.Signing;

/// <summary>What was built on this machine from the recipes that the tree has now and gave another digest than the tree commits to.</summary>
/// <param name="Refused">Of what this cannot be said, and why.</param>
internal sealed record BuiltOtherwise(ImmutableArray<Disagreement> Disagreements, ImmutableArray<(PackageName Package, string Reason)> Refused)
{
    public static BuiltOtherwise Collect(
        BuildPlan plan, ContentStore store, IReadOnlyDictionary<PackageName, Digest> digests, IReadOnlySet<PackageName> names, CancellationToken cancellation)
    {
        var disagreements = ImmutableArray.CreateBuilder<Disagreement>();
        var refused = ImmutableArray.CreateBuilder<(PackageName, string)>();
        foreach (var build in plan.Builds.Where(build => names.Contains(build.Package.Name)))
        {
            var committed = digests.GetValueOrDefault(build.Package.Name);
            var records = build.Routes.Select(route => BuiltHere.RecordOf(route, store)).ToList();
            if (Problem(plan, build, committed, records, digests, store) is { } problem)
                refused.Add((build.Package.Name, problem));
            else
                disagreements.AddRange(records.OfType<BuildRecord>().Where(record => record.Image != committed)
                    .Select(record => Describe(BuiltHere.ClaimsOf(build, record)[0], committed!, record, store, cancellation)));
        }
        return new BuiltOtherwise(disagreements.ToImmutable(), refused.ToImmutable());
    }

    private static string? Problem(
        BuildPlan plan, PlannedBuild build, Digest? committed, List<BuildRecord?> records, IReadOnlyDictionary<PackageName, Digest> digests, ContentStore store)
    {
        if (committed is null)
            return $"{DigestsFile.Path} has no line for it that one could disagree with";
        if (records.Exists(record => record is { IsForeign: true }))
            return BuiltHere.Unproven(build);
        if (records.TrueForAll(record => record is null || BuiltHere.ClaimsOf(build, record).IsEmpty))
            return BuiltHere.NotBuilt(build);
        var others = records.OfType<BuildRecord>().Where(record => record.Image != committed).ToList();
        if (others.Count == 0)
            return $"it was built here and gave the committed digest (imgrep sign {build.Name})";
        if (others.Exists(record => BuiltHere.ClaimsOf(build, record).IsEmpty))
            return BuiltHere.NotBuilt(build);
        // What is made of other images than the tree's is made from another recipe.
        var needed = build.Package.Dependencies.Select(dependency => dependency.Name).ToHashSet();
        if (plan.Builds.FirstOrDefault(below => needed.Contains(below.Package.Name) && below.Image != digests.GetValueOrDefault(below.Package.Name)) is { } other)
            return $"it was built upon another {other.Name} than {DigestsFile.Path} has: disagree about that (imgrep sign --disagree {other.Name})";
        return others.Find(record => !store.Images.Has(record.Image)) is { } gone ? $"its image {gone.Image} is not in the store any more (imgrep build {build.Name})" : null;
    }

    private static Disagreement Describe(Claim claim, Digest committed, BuildRecord record, ContentStore store, CancellationToken cancellation)
    {
        var image = store.Images.Find(record.Image);
        var listed = new ListedTree(new BuildDates(record.BuiltAt - record.Elapsed, record.BuiltAt));
        var files = listed.List(store.Images.Content(record.Image, cancellation).Tree, Disagreement.RoomOfFiles);
        var manifest = Images.Configuration.Manifest.Parse(image.Manifest.AsMemory(), $"manifest of {claim.Package}");
        return new Disagreement(
            claim, committed, manifest.Configuration, image.Layer, [.. record.Steps.Take(Disagreement.MostSteps)], [.. listed.Dated.Take(Disagreement.MostDated)], files);
    }
}

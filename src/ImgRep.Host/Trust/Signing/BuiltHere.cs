using System.Collections.Immutable;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Host.Trust.Signing;

/// <summary>What can be claimed about the packages of a plan: what was built on this machine from the recipes that the tree has now, gave the
/// digest that the tree commits to, and on all routes.</summary>
/// <param name="Claims">For each route of each package one for each builder that it was built with.</param>
/// <param name="Refused">What cannot be claimed as rebuilt, and why.</param>
internal sealed record BuiltHere(ImmutableArray<Claim> Claims, ImmutableArray<(PackageName Package, string Reason)> Refused)
{
    /// <param name="chosen">Null for all.</param>
    public static BuiltHere Collect(BuildPlan plan, ContentStore store, IReadOnlyDictionary<PackageName, Digest> digests, IReadOnlySet<PackageName>? chosen)
    {
        var claims = ImmutableArray.CreateBuilder<Claim>();
        var refused = ImmutableArray.CreateBuilder<(PackageName, string)>();
        foreach (var build in plan.Builds.Where(build => chosen?.Contains(build.Package.Name) != false))
        {
            var records = build.Routes.Select(route => RecordOf(route, store)).ToList();
            var made = records.Select(record => record is null ? [] : ClaimsOf(build, record)).ToList();
            if (Problem(build, digests.GetValueOrDefault(build.Package.Name), made, records.Exists(record => record is { IsForeign: true })) is { } problem)
                refused.Add((build.Package.Name, problem));
            else
                claims.AddRange(made.SelectMany(route => route));
        }
        return new BuiltHere(claims.ToImmutable(), refused.ToImmutable());
    }

    private static string? Problem(PlannedBuild build, Digest? committed, List<ImmutableArray<Claim>> made, bool isForeign)
    {
        if (committed is null)
            return $"{DigestsFile.Path} has no line for it";
        if (isForeign)
            return Unproven(build);
        if (made.Exists(route => route.IsEmpty))
            return NotBuilt(build);
        if (made.Select(route => route[0].Image).FirstOrDefault(image => image != committed) is { } other)
            return $"it was built here and gave {other}, but {DigestsFile.Path} has {committed} (imgrep sign --disagree {build.Name} says so)";
        return build.IsAgreed && build.Package.Postponed.IsEmpty ? null : $"not all routes to it were built, so that they are not known to agree: imgrep build {build.Name}";
    }

    public static string NotBuilt(PlannedBuild build) => $"it was not built here from its present recipe: imgrep reproduce {build.Name}";

    public static string Unproven(PlannedBuild build) => $"nothing proves that it was built here: the store was copied or moved, or {StoreSeal.SecretPath} was lost "
        + $"(imgrep build --no-cache {build.Name}, or sign --claim copied)";

    /// <summary>What the store says of a route's recipe; null for nothing.</summary>
    public static BuildRecord? RecordOf(PlannedRoute route, ContentStore store)
    {
        var record = route.Recipe is { } recipe ? store.Records.Find(recipe.Key) : null;
        // Whether the secret was lost can be told only where one can be kept.
        return record is { IsForeign: true } && store.Seal.Failure is { } failure ? throw failure : record;
    }

    /// <summary>What can be said of an image that was built here, the last builder first.</summary>
    public static ImmutableArray<Claim> ClaimsOf(PlannedBuild build, BuildRecord record) =>
        [.. record.Makers.Select(WorkshopOf).OfType<Workshop>().Select(workshop => new Claim(build.Package.Name, record.Image, ClaimKind.Rebuilt, record.RecipeKey, workshop))];

    private static Workshop? WorkshopOf(Maker maker)
    {
        var (builder, machine) = (maker.Builder, maker.Machine);
        var workshop = new Workshop(builder.Name, builder.Version, machine.CpuVendor, machine.Distribution, machine.Kernel);
        return WorkshopText.Problem(workshop) is null ? workshop : null;
    }
}

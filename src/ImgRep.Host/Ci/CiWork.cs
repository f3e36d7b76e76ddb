using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Ci;

/// <summary>What a run would build, before it begins.</summary>
/// <param name="Examined">Packages that are rebuilt and put to the proof.</param>
/// <param name="Built">Packages that these need and that have no image here.</param>
/// <param name="ForTests">For packages whose test needs more: the packages that would have to be built for it alone.</param>
public sealed record CiWork(
    ImmutableArray<PackageName> Examined, ImmutableArray<PackageName> Built, ImmutableSortedDictionary<PackageName, ImmutableArray<PackageName>> ForTests)
{
    public static CiWork Read(Checkout folder, ContentStore store, CiPlan plan, CancellationToken cancellation)
    {
        var examined = plan.Changed.Select(build => build.Package.Name).ToHashSet();
        var needed = plan.Plan.Below(examined).Select(build => build.Package.Name).ToHashSet();
        var tests = examined.Select(name => (Name: name, Needed: TestNeeds(folder, name))).Where(test => !test.Needed.IsEmpty).ToList();
        string[] images = [.. tests.SelectMany(test => test.Needed).Distinct().Select(name => name.ToString())];
        var forTests = images.Length == 0 ? null : BuildPlan.Read(folder, images, store, cancellation);
        var missing = (forTests?.Builds ?? []).Where(build => build.Image is null && !needed.Contains(build.Package.Name)).Select(build => build.Package.Name).ToHashSet();
        return new CiWork(
            [.. plan.Plan.Builds.Select(build => build.Package.Name).Where(examined.Contains)],
            [.. plan.Plan.Builds.Where(build => build.Image is null).Select(build => build.Package.Name).Where(name => needed.Contains(name) && !examined.Contains(name))],
            tests.Select(test => KeyValuePair.Create(test.Name, forTests!.Below(test.Needed).Select(build => build.Package.Name).Where(missing.Contains).ToImmutableArray()))
                .Where(test => !test.Value.IsEmpty).ToImmutableSortedDictionary());
    }

    /// <summary>None where there is no test, or one with mistakes, which is found when it is run.</summary>
    private static ImmutableArray<PackageName> TestNeeds(Checkout folder, PackageName name)
    {
        try
        {
            return [.. PackageTests.Load(folder, [name.ToString()], withUpstream: false).Tests.SelectMany(test => test.Dependencies).Select(needed => needed.Name).Distinct()];
        }
        catch (RejectedInputException)
        {
            return [];
        }
    }
}

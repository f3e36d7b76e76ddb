using ImgRep.EndToEnd.Builders;
using ImgRep.EndToEnd.Builds;
using ImgRep.EndToEnd.Cli;
using ImgRep.EndToEnd.Trust;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("ImgRep.EndToEnd.LongestFirst", "ImgRep.EndToEnd")]

namespace ImgRep.EndToEnd;

/// <summary>Starts the classes that take longest first, so that none is left to one core in the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] Longest =
    [
        typeof(LargeFileTests), typeof(Builders.SameDigestTests), typeof(VaryTests), typeof(CiTests), typeof(Builds.FaultTests), typeof(LauncherTests),
        typeof(StoryTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(c => Array.FindIndex(Longest, t => c.DisplayName.EndsWith(" " + t.FullName, StringComparison.Ordinal)) is var i && i < 0 ? Longest.Length : i);
}

using ImgRep.Engines;
using ImgRep.Packages;

namespace ImgRep.Tests.Engines;

/// <summary>Trees of any size, the same in every run.</summary>
internal static class Trees
{
    /// <summary>Names that mean something to YAML, a shell or Slurm.</summary>
    private static readonly string[] Odd =
        ["null", "true", "no", "y", "1.10", "0x1f", "1e3", "0o7", "2026-11-30", "on", "if", "done", "default", "stages", "image", "needs", "a--b"];

    /// <returns>Each after all that it needs.</returns>
    public static List<MissingPackage> Random(int count)
    {
        var random = new Random(count);
        var packages = new List<MissingPackage>(count);
        for (var index = 0; index < count; index++)
        {
            // The last of larger trees is a pallet of a hundred packages.
            var needs = index == count - 1 && count >= 300 ? 100 : random.Next(Math.Min(index, 4) + 1);
            packages.Add(new MissingPackage(
                PackageName.Parse(index < Odd.Length ? Odd[index] : $"package{index}"),
                [.. Enumerable.Range(0, needs).Select(_ => packages[random.Next(index)].Name).Distinct()],
                new ExpectedCost(TimeSpan.FromSeconds(random.Next(1, 600)), random.Next(1, 64) * (1L << 28), random.Next(1, 9)) { IsKnown = random.Next(2) == 0 }));
        }
        return packages;
    }
}

namespace ImgRep.EndToEnd.Builders;

/// <summary>Packages of this repository, by every builder, in the caller's own store. They rest on the bootstrap, which takes an hour: so
/// they are built by all only where that is asked for.</summary>
public class RealPackagesTests
{
    private static readonly string[] All =
    [
        "autoconf", "automake", "busybox", "bzip2", "ca-certificates", "libffi", "libtool", "linux-headers", "m4", "musl", "pkgconf", "xz", "zlib",
    ];

    [OnRequest("builds 13 packages by four builders, on the bootstrap")]
    public void Real_packages_have_one_digest_from_all_builders()
    {
        var chosen = Environment.GetEnvironmentVariable(OnRequestAttribute.Variable)!;
        var packages = chosen == "all" ? All : chosen.Split(' ');
        using var host = new BuilderHost();
        var outcome = Imgrep.Run(Imgrep.Launcher, ["compare", .. packages], Imgrep.ProjectFolder, host.Variables(new Dictionary<string, string>()));
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        var committed = File.ReadLines(Path.Combine(Imgrep.ProjectFolder, "digests")).ToList();
        var results = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        results.Length.ShouldBe(packages.Length * 4);
        results.Select(result => string.Join("  ", result.Split("  ").Take(2))).Distinct().ShouldBeSubsetOf(committed);
    }
}

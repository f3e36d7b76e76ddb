using ImgRep.Host.Checkouts;
using ImgRep.Host.Testing;

namespace ImgRep.Host.Builds;

/// <summary>Command lines with which this program is started again, inside the namespaces or with another store, for packages that were not
/// asked for on its own.</summary>
internal static class OwnCommand
{
    public static string[] Build(Checkout folder, BuildOptions options) => ["build", .. Words(folder, options), "--no-archive"];

    public static string[] Test(Checkout folder, BuildOptions options, bool withUpstream) =>
        ["test", .. Words(folder, options), .. withUpstream ? (string[])["--upstream"] : [], TestSession.InsideOption];

    private static IEnumerable<string> Words(Checkout folder, BuildOptions options) =>
    [
        .. options.Names, "--tree", folder.Root, "--jobs", $"{options.Jobs}", "--builder", options.Builder,
        "--memory", $"{options.Limits.Memory}", "--pids-limit", $"{options.Limits.Processes}",
        .. Given("--sandbox", options.Sandbox), .. Given("--route", options.Route), .. options.NoCache ? (string[])["--no-cache"] : [],
        .. options.SourceFolders.SelectMany(source => Given("--sources", source)),
    ];

    private static IEnumerable<string> Given(string option, string? value) => value is null ? [] : [option, value];
}

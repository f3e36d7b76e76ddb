using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks.Shell;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>What <c>go build</c> puts into a program beside its code.</summary>
internal static class GoRules
{
    public static IEnumerable<Finding> Check(ShellScript script)
    {
        var builds = script.Commands.Where(command => command.Name == "go" && ProgramOptions.Read(command).Verb is "build" or "install").ToList();
        var flags = builds.Count == 0 ? "" : script.ValuesOf("GOFLAGS");
        foreach (var command in builds)
        {
            var verb = ProgramOptions.Read(command).Verb;
            var all = string.Join(' ', command.Arguments.Select(word => word.Value).Prepend(flags));
            if (!all.Contains("-trimpath", StringComparison.Ordinal) || all.Contains("-trimpath=false", StringComparison.Ordinal))
                yield return Finding.At(command, Rules.EmbeddedPath, $"go {verb} embeds the folders of the build, some named by chance", $"write go {verb} -trimpath");
            if (!all.Contains("-buildid=", StringComparison.Ordinal) && !IsElsewhere(all))
                yield return Finding.At(command, Rules.BuildId, $"go {verb} embeds a build id made of all flags, folders and tools", $"write go {verb} -ldflags=-buildid=");
        }
    }

    /// <summary><c>-ldflags "$LDFLAGS"</c></summary>
    private static bool IsElsewhere(string arguments) =>
        arguments.Contains("ldflags=$", StringComparison.Ordinal) || arguments.Contains("ldflags $", StringComparison.Ordinal);
}

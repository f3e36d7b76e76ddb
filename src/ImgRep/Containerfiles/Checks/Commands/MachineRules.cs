using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Checks.Shell;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>The machine, the user and the clone that a build happens to have.</summary>
internal static class MachineRules
{
    public static IEnumerable<Finding> Check(ShellScript script)
    {
        foreach (var command in script.Commands)
        {
            if (Problem(command) is var (message, hint))
                yield return Finding.At(command, Rules.Machine, message, hint);
        }
    }

    private static (string Message, string Hint)? Problem(ShellCommand command) => command.Name switch
    {
        "hostname" => ("hostname tells where the build runs", "use a fixed name"),
        "uname" when command.HasLetter('a') || command.HasLetter('n') || command.HasLetter('r') || command.HasLetter('v')
            || command.Has("--all") || command.Has("--nodename") || command.Has("--kernel-release") || command.Has("--kernel-version") =>
            ("uname tells on what the build runs", "use $TARGETARCH, or a fixed name"),
        "whoami" when command.IsSubstitution => ("whoami tells who builds", "use a fixed name"),
        "git" when command.IsSubstitution && IsAboutCommits(command) =>
            ("git tells of the clone at hand: its tags, and how many objects it has", "write the version down, in an ARG"),
        _ => null,
    };

    private static bool IsAboutCommits(ShellCommand git)
    {
        var arguments = ProgramOptions.Read(git);
        return arguments.Verb == "describe" || (arguments.Verb == "rev-parse" && (arguments.Has("--short") || arguments.Operands.Length > 1));
    }
}

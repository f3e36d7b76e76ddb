using ImgRep.Containerfiles.Shell;

namespace ImgRep.Containerfiles.Commands;

/// <summary>Commands that need a network: a RUN has none.</summary>
internal static class NetworkRules
{
    private const string Fetch = "a RUN has no network: fetch files with ADD --checksum";

    /// <summary>With these, a package manager takes what is there.</summary>
    private static readonly string[] Offline = ["--no-index", "--offline", "--local", "--frozen", "--path"];

    private static readonly string[] Here = ["localhost", "127.0.0.1", "[::1]", "file:"];

    public static IEnumerable<Finding> Check(ShellScript script)
    {
        foreach (var command in script.Commands)
        {
            if (Hint(command, command.Operands.FirstOrDefault() ?? "") is var (what, hint))
                yield return Finding.At(command, "no-network", $"{what} cannot reach anything", hint);
        }
    }

    /// <summary>It asks the RUN itself, or nobody.</summary>
    private static bool IsLocal(ShellCommand command) =>
        command.Has("--version") || command.Has("--help") || command.HasLetter('V')
        || command.Operands.Any(operand => Here.Any(place => operand.Contains(place, StringComparison.Ordinal)));

    private static (string What, string Hint)? Hint(ShellCommand command, string verb) => command.Name switch
    {
        "curl" or "wget" when !IsLocal(command) => (command.Name, Fetch),
        "apt-get" or "apt" or "apk" or "dnf" or "yum" or "zypper" when verb is "install" or "update" or "upgrade" or "add" =>
            ($"{command.Name} {verb}", "a RUN has no network: take the files from another package with COPY --from=imgrep/NAME"),
        "git" when verb is "clone" or "fetch" or "pull" or "submodule" => ($"git {verb}", Fetch),
        "pip" or "pip3" when verb is "install" or "download" && !command.Has("--no-index") =>
            ($"{command.Name} {verb}", "a RUN has no network: fetch wheels with ADD --checksum, and write pip install --no-index --no-deps FILE.whl"),
        "go" when verb is "get" || (verb == "mod" && command.Operands.ElementAtOrDefault(1) is "download" or "tidy" or "vendor") || (verb is "install" or "run" && command.Operands.Any(operand => operand.Contains('@', StringComparison.Ordinal))) =>
            ($"go {verb}", "a RUN has no network: fetch modules with ADD --checksum, and write go build -mod=vendor"),
        "npm" or "yarn" or "gem" or "cargo" when verb is "install" or "ci" or "fetch" or "download" && !Offline.Any(command.Has) =>
            ($"{command.Name} {verb}", "a RUN has no network: fetch the files with ADD --checksum, and install them offline"),
        _ => null,
    };
}

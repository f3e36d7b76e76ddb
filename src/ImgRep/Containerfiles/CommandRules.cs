using ImgRep.Primitives;

namespace ImgRep.Containerfiles;

/// <summary>Commands of RUN that need a network, which there is none, or whose result differs from run to run.</summary>
internal static class CommandRules
{
    private const string NoNetwork = "a RUN has no network: fetch files with ADD --checksum";

    public static void Check(Containerfile file, RunInstruction run, List<Diagnostic> diagnostics)
    {
        var text = run.Command.IsShellForm ? RunScript.Resolve(run.Command, run.HereDocuments).Command.Words[0] : string.Join(' ', run.Command.Words);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var command in ShellCommands.In(text))
        {
            if (Problem(command) is not var (name, message, hint) || !seen.Add(name))
                continue;
            diagnostics.Add(Diagnostic.Warning(file.Locate(run, name), "command", message, hint));
        }
        foreach (var (needle, message, hint) in Texts)
        {
            if (text.Contains(needle, StringComparison.Ordinal))
                diagnostics.Add(Diagnostic.Warning(file.Locate(run, needle), "irreproducible", message, hint));
        }
    }

    private static readonly (string Needle, string Message, string Hint)[] Texts =
    [
        ("$RANDOM", "$RANDOM differs in every run", "use a fixed number"),
        ("/dev/urandom", "/dev/urandom differs in every run", "use fixed bytes"),
        ("-march=native", "-march=native compiles for the processor at hand", "name an architecture, like -march=x86-64-v2"),
        ("-mcpu=native", "-mcpu=native compiles for the processor at hand", "name a processor"),
        ("-mtune=native", "-mtune=native compiles for the processor at hand", "name a processor, or leave it out"),
    ];

    private static (string Name, string Message, string Hint)? Problem(IReadOnlyList<string> command)
    {
        var name = command[0][(command[0].LastIndexOf('/') + 1)..];
        var argument = command.Skip(1).FirstOrDefault(word => !word.StartsWith('-')) ?? "";
        return name switch
        {
            "curl" or "wget" => (name, $"{name} cannot reach anything", NoNetwork),
            "apt-get" or "apt" or "apk" or "dnf" or "yum" or "zypper" when argument is "install" or "update" or "upgrade" or "add" =>
                (name, $"{name} {argument} cannot reach anything", "a RUN has no network: take the files from another package with COPY --from=imgrep/NAME"),
            "git" when argument is "clone" or "fetch" or "pull" or "submodule" => (name, $"git {argument} cannot reach anything", NoNetwork),
            "pip" or "pip3" or "npm" or "yarn" or "gem" or "cargo" or "go" when argument is "install" or "ci" or "get" or "fetch" or "download" =>
                (name, $"{name} {argument} cannot reach anything", "a RUN has no network: fetch the files with ADD --checksum, and install them offline"),
            "date" when !command.Any(word => word.StartsWith("-d", StringComparison.Ordinal) || word.StartsWith("--date", StringComparison.Ordinal) || word.StartsWith("-r", StringComparison.Ordinal)) =>
                (name, "date differs in every run", "write date -u -d @$SOURCE_DATE_EPOCH"),
            "hostname" => (name, "hostname tells where the build runs", "use a fixed name"),
            "uname" when command.Skip(1).Any(word => word.StartsWith('-') && !word.StartsWith("--", StringComparison.Ordinal) && word.AsSpan().ContainsAny("anrv")) =>
                (name, "uname tells on what the build runs", "use $TARGETARCH, or a fixed name"),
            _ => null,
        };
    }
}

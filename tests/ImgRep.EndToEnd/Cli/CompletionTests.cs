using ImgRep.Host.Sandbox;

namespace ImgRep.EndToEnd.Cli;

/// <summary>Completion in the shells themselves.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-completion-").FullName;

    public CompletionTests()
    {
        foreach (var name in (string[])["busybox", "musl"])
            Directory.CreateDirectory(Path.Combine(folder, "packages", name));
        // The launcher follows the link to its checkout.
        File.CreateSymbolicLink(Path.Combine(folder, "imgrep"), Imgrep.Launcher);
    }

    [Theory]
    [InlineData("imgrep gra", "graph")]
    [InlineData("imgrep graph --for", "--format")]
    [InlineData("imgrep graph --format d", "dot")]
    [InlineData("imgrep build bu", "busybox")]
    [InlineData("imgrep build busybox mu", "musl")]
    public void Bash_completes(string line, string word)
    {
        const string script = """
            eval "$(imgrep completion bash)"
            COMP_LINE=$1 COMP_POINT=${#1} COMP_WORDS=(imgrep)
            _imgrep
            printf '%s\n' "${COMPREPLY[@]}"
            """;
        Shell("bash", "--norc", "-c", script, "bash", line).ShouldBe(word + "\n");
    }

    [FactWithShell("fish")]
    public void Fish_completes()
    {
        Fish("imgrep gra").ShouldBe("graph\n");
        Fish("imgrep build bu").ShouldBe("busybox\n");
        Fish("imgrep graph --for").ShouldBe("--format\n");
    }

    [FactWithShell("zsh")]
    public void Zsh_completes()
    {
        Zsh("imgrep gra").ShouldBe("graph");
        Zsh("imgrep build bu").ShouldBe("busybox");
        Zsh("imgrep graph --for").ShouldBe("--format");
    }

    [Fact]
    public void A_package_whose_name_is_a_command_is_never_run()
    {
        Directory.CreateDirectory(Path.Combine(folder, "packages", "$(touch pwned)"));
        Bash_completes("imgrep build mu", "musl");
        File.Exists(Path.Combine(folder, "pwned")).ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Fish(string line) =>
        Shell("fish", "--no-config", "-c", "imgrep completion fish | source; complete --do-complete $argv[1]", line);

    /// <summary>The function itself, with what zsh's line editor would give it and a compadd that prints.</summary>
    private string Zsh(string line)
    {
        const string script = """
            compdef() { }
            compadd() { print -rn -- "${@[2,-1]}" }
            source <(imgrep completion zsh)
            LBUFFER=$1 words=(imgrep)
            _imgrep
            """;
        return Shell("zsh", "-f", "-c", script, "zsh", line);
    }

    private string Shell(string shell, params string[] arguments)
    {
        var path = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        var outcome = Imgrep.Run(shell, arguments, folder, new Dictionary<string, string> { ["PATH"] = path, ["HOME"] = folder });
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output;
    }
}

/// <summary>A test that is left out, with the reason printed, where a shell is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithShellAttribute : FactAttribute
{
    public FactWithShellAttribute(string shell)
    {
        Shell = shell;
        if (ProgramPath.Find(shell) is null)
            Skip = $"needs {shell}";
    }

    public string Shell { get; }
}

namespace ImgRep.EndToEnd.Cli;

/// <summary>The launcher, on a copy of the checkout's sources, with the quick build: all other tests run the native one.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly string checkout = Directory.CreateTempSubdirectory("imgrep-launcher-").FullName;

    public LauncherTests()
    {
        string[] parts = ["imgrep", "tools", "src", "Directory.Build.props", "Directory.Packages.props", "global.json"];
        foreach (var part in parts)
            Imgrep.Run("cp", ["-R", Path.Combine(Imgrep.ProjectFolder, part), checkout], "/").ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Launches_at_once_build_the_tool_once_and_again_when_a_source_changed()
    {
        var launches = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Launch())));
        launches.ShouldAllBe(launch => launch.ExitCode == 0 && launch.Output == "0.1.0\n");
        launches.Select(launch => launch.Errors).Order().ShouldBe(["", "", "", "imgrep: building the tool\n"]);
        Launch().Errors.ShouldBeEmpty();
        await File.AppendAllTextAsync(Path.Combine(checkout, "src/ImgRep.Cli/Program.cs"), "\n");
        Launch().Errors.ShouldBe("imgrep: building the tool\n");
    }

    [Fact]
    public void What_the_compiler_says_is_shown_when_the_tool_cannot_be_built()
    {
        File.WriteAllText(Path.Combine(checkout, "src/ImgRep.Cli/Program.cs"), "this is no program");
        var launch = Launch();
        launch.ExitCode.ShouldBe(4);
        launch.Output.ShouldBeEmpty();
        launch.Errors.ShouldContain("Program.cs(1,");
    }

    [Fact]
    public void Without_an_SDK_the_launcher_says_so()
    {
        var tools = Directory.CreateDirectory(Path.Combine(checkout, "bin")).FullName;
        foreach (var tool in (string[])["sh", "find", "readlink", "flock", "mkdir", "ls"])
            File.CreateSymbolicLink(Path.Combine(tools, tool), Imgrep.Run("sh", ["-c", $"command -v {tool}"], "/").Output.Trim());
        var launch = Launch(("PATH", tools));
        launch.ExitCode.ShouldBe(4);
        launch.Errors.ShouldBe("imgrep: error: the .NET SDK is missing: dotnet is not in PATH (install the version that global.json names)\n");
    }

    [Needs("unshare", "mount", Root = true)]
    public void Where_no_program_can_be_made_the_launcher_says_so()
    {
        foreach (var option in (string[])["noexec", "ro"])
        {
            // Only this process and those that it starts see the mount.
            const string Script = "mount --bind \"$1\" \"$1\" && mount -o remount,bind,$2 \"$1\" && exec sh \"$1/imgrep\" --version";
            var launch = Imgrep.Run("unshare", ["--mount", "sh", "-c", Script, "sh", checkout, option],
                "/", new Dictionary<string, string> { ["XDG_CACHE_HOME"] = Path.Combine(checkout, "cache"), ["IMGREP_QUICK_BUILD"] = "1" });
            launch.ExitCode.ShouldBe(4, launch.ToString());
            launch.Errors.ShouldStartWith($"imgrep: error: no program can be made in {checkout}/.build or in {checkout}/cache/imgrep/tool-");
        }
    }

    [Fact]
    public void Without_a_C_linker_the_launcher_and_what_installs_it_say_so()
    {
        var tools = Directory.CreateDirectory(Path.Combine(checkout, "bin")).FullName;
        foreach (var tool in (string[])["sh", "find", "readlink", "flock", "mkdir", "ls", "chmod", "rm", "touch", "uname"])
            File.CreateSymbolicLink(Path.Combine(tools, tool), Imgrep.Run("sh", ["-c", $"command -v {tool}"], "/").Output.Trim());
        foreach (var (name, text) in new[] { ("dotnet", "exit 1"), ("apt-get", "exit 1"), ("id", "echo 1000") })
        {
            File.WriteAllText(Path.Combine(tools, name), $"#!{tools}/sh\n{text}\n");
            File.SetUnixFileMode(Path.Combine(tools, name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        var launch = Launch(("PATH", tools), ("IMGREP_QUICK_BUILD", ""));
        launch.ExitCode.ShouldBe(4, launch.ToString());
        launch.Errors.ShouldStartWith("imgrep: error: the native compiler needs a C linker: neither clang nor gcc is in PATH");
        var install = Imgrep.Run(Path.Combine(tools, "sh"), [Path.Combine(checkout, "tools/install-needed"), "tool"], "/", new Dictionary<string, string> { ["PATH"] = tools });
        install.ExitCode.ShouldBe(4, install.ToString());
        install.Errors.ShouldContain("missing to tool: gcc");
        install.Errors.ShouldContain("run: sudo apt-get update && sudo apt-get install");
    }

    [Fact]
    public void Packages_in_a_folder_with_a_blank_are_what_the_native_build_cannot_take()
    {
        var launch = Launch(("IMGREP_QUICK_BUILD", ""), ("NUGET_PACKAGES", "/some folder"));
        launch.ExitCode.ShouldBe(4, launch.ToString());
        launch.Errors.ShouldStartWith("imgrep: error: the native compiler's linker splits names at blanks, and packages lie in /some folder (");
    }

    public void Dispose() => Directory.Delete(checkout, recursive: true);

    private Outcome Launch(params (string Name, string Value)[] environment) => Imgrep.Run(
        Path.Combine(checkout, "imgrep"), ["--version"], "/",
        environment.Prepend(("IMGREP_QUICK_BUILD", "1")).GroupBy(variable => variable.Item1).ToDictionary(same => same.Key, same => same.Last().Item2));
}

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

    public void Dispose() => Directory.Delete(checkout, recursive: true);

    private Outcome Launch(params (string Name, string Value)[] environment) => Imgrep.Run(
        Path.Combine(checkout, "imgrep"), ["--version"], "/", environment.Append(("IMGREP_QUICK_BUILD", "1")).ToDictionary());
}

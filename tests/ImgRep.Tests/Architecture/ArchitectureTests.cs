using System.CommandLine;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ImgRep.Cli;

namespace ImgRep.Tests.Architecture;

public partial class ArchitectureTests
{
    /// <summary>What has an effect, or an answer that changes: not for the pure core.</summary>
    private static readonly Regex Effect = new(
        @"\busing System\.(Net|IO\.Pipes)|\bProcess\.Start|\bDateTime(Offset)?\.(Utc)?Now|\bStopwatch\b"
        + @"|\bnew (FileStream|FileInfo|DirectoryInfo)\b|\bFile\.(Open|Read|Write|Exists|Create|Delete|Move|Copy)"
        + @"|\bDirectory\.(Enumerate|Get|Exists|Create|Delete|Move)|\bEnvironment\.(Get|Current|Machine|User)|\bConsole\.");

    /// <summary>What fails with an exception of .NET's own, which does not say what was being done; what merely says that a file is not there
    /// where that cannot be told; and catches of such exceptions.</summary>
    private static readonly Regex Unnamed = new(
        @"(?<![\w.])(File|Directory|Path)\.(Exists|Open|Read|Write|Append|Create|Delete|Move|Copy"
        + @"|Get[A-Z]\w*(Time|Files|Directories|Entries|FullPath)|GetFullPath|Set|Enumerate|Replace)\w*"
        + @"|new (FileStream|FileInfo|DirectoryInfo|DriveInfo|StreamReader)\b|\bProcess\.Start\b|\bRandomAccess\.|\bConsole\.(Out|Error|Open\w+)\b"
        + @"|catch \((FileNotFound|UnauthorizedAccess|Win32)Exception");

    [Fact]
    public void There_are_sources_to_look_at() =>
        SourceFile.All.Count.ShouldBeGreaterThan(20);

    [Fact]
    public void Folders_are_namespaces() =>
        SourceFile.All.Where(file => file.Namespace is not null && file.Namespace != file.ExpectedNamespace)
            .Select(file => $"{file.Name} is in {file.Namespace}").ShouldBeEmpty();

    [Fact]
    public void The_core_has_no_effects() =>
        SourceFile.All.Where(file => file.Project == "ImgRep")
            .SelectMany(file => Effect.Matches(file.Text).Select(match => $"{file.Name} has {match.Value}"))
            .ShouldBeEmpty();

    [Fact]
    public void The_machine_is_reached_by_way_of_Posix_which_names_what_fails() =>
        SourceFile.All.Where(file => file.Project != "ImgRep" && file.Folder != "Posix")
            .SelectMany(file => Unnamed.Matches(file.Text).Select(match => $"{file.Name} has {match.Value}"))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("Verifying", "Trust.Signing")]
    [InlineData("Verdicts", "Trust.Signing")]
    [InlineData("Signing", "Trust.Verifying")]
    public void Verifying_and_signing_share_nothing_but_formats(string one, string other)
    {
        var files = SourceFile.All.Where(file => file.Name.StartsWith($"ImgRep.Host/Trust/{one}/", StringComparison.Ordinal)).ToList();
        files.ShouldNotBeEmpty();
        files.Where(file => file.Text.Contains(other, StringComparison.Ordinal) || file.Text.Contains("Host.Store", StringComparison.Ordinal) && one != "Signing")
            .Select(file => file.Name).ShouldBeEmpty();
    }

    /// <summary>Whoever joins paths follows links on the way, and everything in a checkout may be a stranger's.</summary>
    [Fact]
    public void Only_the_walk_from_its_root_reaches_what_lies_in_a_tree()
    {
        var root = new Regex(@"\b(tree|folder|from|Tree|Folder|TreeOf\(arguments\))\.Root\b");
        // Each gives a program the root itself, or a place that was walked to.
        string[] allowed = ["ImgRep.Host/Checkouts/", "ImgRep.Host/Git/", "ImgRep.Host/Output/OutputFolder.cs", "ImgRep.Cli/Commands/CleanCommand.cs",
            "ImgRep.Cli/Commands/PolicyCommand.cs", "ImgRep.Host/Trust/History/Repository.cs", "ImgRep.Host/Trust/Reputations/"];
        SourceFile.All.Where(file => file.Project != "ImgRep" && file.Text.Contains("Checkout", StringComparison.Ordinal)
            && !Array.Exists(allowed, place => file.Name.StartsWith(place, StringComparison.Ordinal)))
            .Where(file => root.IsMatch(file.Text)).Select(file => file.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_command_line_prints() =>
        SourceFile.All.Where(file => file.Project != "ImgRep.Cli" && file.Text.Contains("Console.", StringComparison.Ordinal))
            .Select(file => file.Name).ShouldBeEmpty();

    /// <summary>It starts itself again with a job, never with a command line that is meant for people.</summary>
    [Fact]
    public void The_library_spells_no_command_line_of_its_own()
    {
        var own = Commands(CommandTree.Create()).SelectMany(command => command.Options).Select(option => option.Name).ToHashSet(StringComparer.Ordinal);
        own.ShouldContain("--no-cache");
        // Options of other programs, which have the same names.
        string[] others = ["ImgRep.Host/Builders/", "ImgRep.Host/Seeds/", "ImgRep.Host/Git/", "ImgRep.Host/Sandbox/SandboxProgram.cs",
            "ImgRep.Host/Trust/Signing/Signer.cs"];
        var library = SourceFile.All.Where(file => file.Project == "ImgRep.Host").ToList();
        library.Where(file => !Array.Exists(others, place => file.Name.StartsWith(place, StringComparison.Ordinal)))
            .SelectMany(file => Option().Matches(file.Text).Select(match => match.Groups[1].Value).Where(own.Contains).Select(option => $"{file.Name} has {option}"))
            .ShouldBeEmpty();
        library.Where(file => file.Text.Contains("Environment.ProcessPath", StringComparison.Ordinal)).Select(file => file.Name).ShouldBe(["ImgRep.Host/Inside/InnerCommand.cs"]);
    }

    [Theory]
    [InlineData("ImgRep", new string[0], new string[0])]
    [InlineData("ImgRep.Host", new[] { "ImgRep" }, new string[0])]
    [InlineData("ImgRep.Cli", new[] { "ImgRep.Host" }, new[] { "System.CommandLine" })]
    public void Projects_point_inwards(string project, string[] projects, string[] packages)
    {
        var references = XDocument.Load(ProjectFolder.PathOf($"src/{project}/{project}.csproj"));
        Included(references, "ProjectReference").Select(Path.GetFileNameWithoutExtension).ShouldBe(projects, ignoreOrder: true);
        Included(references, "PackageReference").ShouldBe(packages, ignoreOrder: true);
    }

    private static IEnumerable<Command> Commands(Command command) => command.Subcommands.SelectMany(Commands).Prepend(command);

    [GeneratedRegex("\"(--[a-z-]+)[\" =]")]
    private static partial Regex Option();

    private static IEnumerable<string> Included(XDocument project, string item) =>
        project.Descendants(item).Select(element => element.Attribute("Include")!.Value);
}

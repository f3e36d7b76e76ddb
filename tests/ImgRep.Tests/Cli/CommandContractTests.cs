using System.CommandLine;
using System.CommandLine.Completions;
using System.Text.RegularExpressions;
using ImgRep.Cli;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Tests.Architecture;

namespace ImgRep.Tests.Cli;

/// <summary>What every command keeps to, also those that come later.</summary>
public sealed partial class CommandContractTests : IDisposable
{
    private const string Fingerprint = "ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9";

    private readonly string tree = Directory.CreateTempSubdirectory("imgrep-contract-").FullName;

    [Fact]
    public void There_are_commands_to_look_at() =>
        WalkedCommand.All.Count.ShouldBeGreaterThan(30);

    [Fact]
    public void Everything_is_described_by_a_sentence_without_a_period() =>
        Symbols(CommandTree.Create()).Where(symbol => !symbol.Hidden && !IsSentence(symbol)).Select(symbol => symbol.Name).ShouldBeEmpty();

    [Fact]
    public void Every_example_is_accepted_and_is_one_of_its_command() =>
        WalkedCommand.All.Where(command => !string.Join(' ', command.Example).StartsWith(command.Path, StringComparison.Ordinal) || command.Parse().Errors.Count > 0)
            .ShouldBeEmpty();

    [Fact]
    public void Help_says_what_exit_codes_mean_and_ends_with_the_example()
    {
        foreach (var command in WalkedCommand.All)
        {
            using var output = new StringWriter { NewLine = "\n" };
            CommandTree.Create().Parse([.. command.Path.Split(' '), "--help"]).Invoke(new InvocationConfiguration { Output = output }).ShouldBe(0);
            var lines = output.ToString().TrimEnd().Split('\n');
            lines[^2].ShouldBe("Example:");
            lines[^1].ShouldBe($"  {command.Command.Example}");
            var codes = lines[(Array.IndexOf(lines, "Exit codes:") + 1)..^3];
            codes.Select(line => line[2]).ShouldBe(command.Command.Verdict is null ? "024" : "0234", command.Path);
            if (command.Command.Verdict is { } verdict)
                codes.ShouldContain($"  3  {verdict}");
        }
    }

    /// <summary>Without a name of its own, help would show in its place all that completes it, such as every package of a tree.</summary>
    [Fact]
    public void Help_names_what_is_completed_from_the_tree()
    {
        var unnamed = WalkedCommand.All.SelectMany(command => command.Command.Arguments).Where(argument => argument.HelpName is null).Select(argument => argument.Name).Distinct();
        unnamed.ShouldBe(["FILE", "FOLDER", "SHELL", "URL"], ignoreOrder: true);
    }

    /// <summary>Files are completed by the shell; of what is new there is nothing to choose from.</summary>
    [Fact]
    public void Every_argument_is_completed()
    {
        WriteTree();
        foreach (var command in WalkedCommand.All)
        {
            var arguments = CommandTree.Create().Parse([.. command.Path.Split(' '), "--tree", tree]);
            arguments.CommandResult.Command.Arguments.Where(argument => argument.Name is not ("FILE" or "FOLDER" or "VERSION") && command.Path != "new")
                .Where(argument => !argument.GetCompletions(arguments.GetCompletionContext()).Any())
                .Select(argument => $"{command.Path} {argument.Name}").ShouldBeEmpty();
        }
    }

    [Fact]
    public void Completion_of_keys_names_people_and_their_keys()
    {
        WriteTree();
        var arguments = CommandTree.Create().Parse(["keys", "show", "--tree", tree]);
        KnownKeys.People(arguments).ShouldBe(["alice"]);
        KnownKeys.Fingerprints(arguments).ShouldBe([Fingerprint]);
    }

    [Fact]
    public void An_option_that_does_not_exist_is_misuse() =>
        WalkedCommand.All.Where(command => command.Parse("--frobnicate").Errors.Count == 0).ShouldBeEmpty();

    [Theory]
    [InlineData("--json", "verify", "--jsno")]
    [InlineData("--jobs", "build", "zlib", "--job")]
    [InlineData("--person", "keys", "add", "a.asc", "--persno", "alice")]
    [InlineData("graph", "grahp")]
    [InlineData("revoke", "keys", "revok")]
    public void Misuse_names_what_was_meant(string meant, params string[] words) =>
        Report.Meant(CommandTree.Create().Parse(words)).ShouldBe([meant]);

    [Fact]
    public void One_argument_too_many_is_misuse() =>
        WalkedCommand.All.Where(command => command.Command.Arguments.All(argument => argument.Arity.MaximumNumberOfValues == 1))
            .Where(command => command.Parse("one", "two", "three").Errors.Count == 0).ShouldBeEmpty();

    [Theory]
    [InlineData("lower", "a", "b", "--output", "c")]
    [InlineData("shell", "a", "b")]
    [InlineData("shell")]
    [InlineData("compare")]
    public void The_wrong_number_of_packages_is_misuse(params string[] words) =>
        CommandTree.Create().Parse(words).Errors.ShouldNotBeEmpty();

    [Theory]
    [InlineData("--push-steps needs --push-to", "build", "a", "--push-steps")]
    [InlineData("--push-steps is for builds", "plan", "--for", "slurm", "--registry", "registry.example.org", "--push-steps", "--reproduce")]
    public void An_option_that_means_nothing_by_itself_is_misuse(string reason, params string[] words)
    {
        CommandTree.Create().Parse(words).Errors.ShouldHaveSingleItem().Message.ShouldStartWith(reason);
        CommandTree.Create().Parse([.. words.Where(word => !word.StartsWith("--push-steps", StringComparison.Ordinal))]).Errors.ShouldBeEmpty();
    }

    /// <summary>What <c>attest</c> prints is JSON of others in any case.</summary>
    [Fact]
    public void Json_is_accepted_where_there_is_an_answer_and_nowhere_else() =>
        WalkedCommand.All.Where(command => command.Path != "attest" && (command.Parse("--json").Errors.Count == 0) != !command.Command.Answers.IsEmpty).ShouldBeEmpty();

    [Fact]
    public void Every_command_says_what_it_answers_with()
    {
        var commands = SourceFile.All.Where(file => file.Name.StartsWith("ImgRep.Cli/Commands/", StringComparison.Ordinal)).ToList();
        commands.ShouldNotBeEmpty();
        foreach (var file in commands)
            AnswerNames().Matches(file.Text).Select(match => match.Value).ShouldBeSubsetOf(DeclaredAnswers().Matches(file.Text).Select(match => match.Groups[1].Value), file.Name);
    }

    [Fact]
    public void Every_answer_is_that_of_a_command()
    {
        var declared = WalkedCommand.All.SelectMany(command => command.Command.Answers).Distinct().ToList();
        declared.ShouldAllBe(type => AnswerJson.Default.GetTypeInfo(type) != null);
        typeof(IAnswer).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IAnswer)) && type != typeof(IAnswer)).ShouldBe(declared, ignoreOrder: true);
    }

    public void Dispose() => Directory.Delete(tree, recursive: true);

    private void WriteTree()
    {
        foreach (var folder in (string[])["packages/zlib", "seeds", "keys"])
            Directory.CreateDirectory(Path.Combine(tree, folder));
        File.WriteAllText(Path.Combine(tree, "seeds/debian"), "");
        File.WriteAllText(Path.Combine(tree, "keys/people.yaml"), $"""
            people:
              alice:
                name: Alice Example
                organisation: Example Ltd
                roles: [maintainer]
                keys:
                  - fingerprint: {Fingerprint}

            """);
    }

    /// <summary>It begins with a capital, or with one of the values that there are.</summary>
    private static bool IsSentence(Symbol symbol) => symbol.Description is { Length: > 3 } text && !text.EndsWith('.') && !text.Contains('\n', StringComparison.Ordinal)
        && (char.IsUpper(text[0]) || symbol.GetCompletions(CompletionContext.Empty).Any(value => text.StartsWith(value.Label, StringComparison.OrdinalIgnoreCase)));

    private static IEnumerable<Symbol> Symbols(Command command) =>
        [command, .. command.Options, .. command.Arguments, .. command.Subcommands.SelectMany(Symbols)];

    [GeneratedRegex(@"\b\w+Answer\b")]
    private static partial Regex AnswerNames();

    [GeneratedRegex(@"typeof\((\w+Answer)\)")]
    private static partial Regex DeclaredAnswers();
}

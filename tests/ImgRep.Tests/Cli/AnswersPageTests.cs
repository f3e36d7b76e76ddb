using System.Text.Json;
using System.Text.RegularExpressions;

namespace ImgRep.Tests.Cli;

/// <summary>Holds docs/formats/answers.md against the records that are printed, both ways.</summary>
public partial class AnswersPageTests
{
    private static readonly string[] Page = File.ReadAllText(ProjectFolder.PathOf("docs/formats/answers.md")).Split("\n## ");

    private static readonly List<Section> Sections = [.. Page.Skip(1).Select(Section.Parse)];

    /// <summary>Answers in the order of the page: what has the same commands is told apart by the order in which these have it.</summary>
    [Fact]
    public void Every_answer_has_a_section_of_all_its_commands_and_every_section_an_answer() =>
        Sections.Select(section => string.Join(", ", section.Commands.Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal)
            .ShouldBe(Answers.Select(answer => string.Join(", ", CommandsOf(answer).Order(StringComparer.Ordinal))).Order(StringComparer.Ordinal));

    [Fact]
    public void Tables_have_the_members_of_the_records_with_their_types_in_order()
    {
        foreach (var (section, answer) in Pairs)
            section.Members.ShouldBe(AnswerShape.Members(answer), $"{section.Title}: {answer.Name}");
    }

    [Fact]
    public void Examples_have_every_member_and_no_other()
    {
        foreach (var (section, answer) in Pairs)
        {
            using var example = JsonDocument.Parse(section.Example);
            AnswerShape.Found(example.RootElement, answer).Distinct().ShouldBe(AnswerShape.Members(answer).Select(member => member.Path), ignoreOrder: true, section.Title);
        }
    }

    [Fact]
    public void Sections_say_what_exit_code_3_means_as_help_does()
    {
        foreach (var section in Sections)
        {
            section.Verdicts.ShouldBe(WalkedCommand.All.Where(command => section.Commands.Contains(command.Path) && command.Command.Verdict is not null)
                .Select(command => (command.Path, command.Command.Verdict!)), ignoreOrder: true, section.Title);
        }
    }

    [Fact]
    public void The_page_names_the_commands_that_have_no_such_answer() =>
        WithoutAnswer().Matches(Page[0]).Select(match => match.Groups[1].Value).ShouldBe(
            WalkedCommand.All.Where(command => command.Command.Answers.IsEmpty).Select(command => command.Path), ignoreOrder: true);

    private static IEnumerable<Type> Answers => WalkedCommand.All.SelectMany(command => command.Command.Answers).Distinct();

    private static IEnumerable<(Section Section, Type Answer)> Pairs => Sections
        .GroupBy(section => string.Join(',', section.Commands.Order(StringComparer.Ordinal)))
        .SelectMany(alike => alike.Zip(Answers.Where(answer => alike.First().Commands.ToHashSet().SetEquals(CommandsOf(answer)))));

    private static IEnumerable<string> CommandsOf(Type answer) => WalkedCommand.All.Where(command => command.Command.Answers.Contains(answer)).Select(command => command.Path);

    [GeneratedRegex("(?<=These commands have no such answer:[^\n]*)`([a-z ]+)`")]
    private static partial Regex WithoutAnswer();

    /// <param name="Commands">Those that the title names; what else it has are their options and arguments.</param>
    private sealed partial record Section(
        string Title, IReadOnlyList<string> Commands, string Example, IReadOnlyList<AnswerMember> Members, IReadOnlyList<(string Command, string Verdict)> Verdicts)
    {
        public static Section Parse(string text)
        {
            var title = text[..text.IndexOf('\n', StringComparison.Ordinal)];
            return new Section(
                title,
                [.. title.Split(", ").Select(name => string.Join(' ', name.Split(' ').TakeWhile(word => char.IsLower(word[0]))))],
                JsonBlock().Match(text).Groups[1].Value,
                [.. Row().Matches(text).Select(row => new AnswerMember(row.Groups[1].Value, row.Groups[2].Value))],
                [.. Verdict().Matches(text).Select(verdict => (verdict.Groups[1].Value, verdict.Groups[2].Value))]);
        }

        [GeneratedRegex("\n```json\n(.*?)\n```\n", RegexOptions.Singleline)]
        private static partial Regex JsonBlock();

        [GeneratedRegex(@"^\| `([^`]+)` \| ([^|]+) \| .{4,} \|$", RegexOptions.Multiline)]
        private static partial Regex Row();

        [GeneratedRegex("^- exit code 3 of `([^`]+)`: (.+)$", RegexOptions.Multiline)]
        private static partial Regex Verdict();
    }
}

using System.Text.RegularExpressions;

namespace ImgRep.EndToEnd.Terminal;

/// <summary>What a person sees of a build in a terminal.</summary>
public sealed class BuildDisplayTests : IDisposable
{
    /// <summary>The line about the whole, at any width.</summary>
    private static readonly Regex Whole = new(@"\d+ (of \d+ packages|done)|\d+/\d+ done|^building, ");

    private readonly SmallTree tree = new SmallTree().With("one", Sleeping("one")).With("two", Sleeping("two")).With("three", Sleeping("three"));

    public void Dispose() => tree.Dispose();

    [Needs("bwrap")]
    public void Each_running_package_has_a_line_those_that_wait_are_counted_and_the_answer_is_whole()
    {
        using var session = Open((100, 24), "build", "--no-archive", "--jobs", "2");
        session.WaitForExit().ShouldBe(0, session.ToString());
        foreach (var package in (string[])["one", "two", "three"])
            Shows(session, $@"^{package} +1/2  RUN sleep 1; echo {package} .* \d.* s$");
        Shows(session, "^1 of 4 packages done, 1 of them cached, 1 waiting, ");
        OnlyOneDraws(session);
        AnswerIsWhole(session, 100);
        session.Lines.FindAll(line => Regex.IsMatch(line, @"^\w+: built in .* s, sha256:[0-9a-f]+$")).Count.ShouldBe(3, session.ToString());
        session.Lines.ShouldNotContain(line => Whole.IsMatch(line) || line.Contains("RUN", StringComparison.Ordinal), session.ToString());
        session.Column.ShouldBe(0);
    }

    [Needs("bwrap")]
    public void Whatever_the_size_of_the_window_it_shows_the_same_and_breaks_nothing()
    {
        foreach (var size in ((int, int)[])[(40, 24), (80, 6), (80, 60)])
        {
            using var session = Open(size, "build", "--no-archive", "--no-cache", "one");
            session.WaitForExit().ShouldBe(0, session.ToString());
            Shows(session, @"^one +1/2  RUN.*s$");
            OnlyOneDraws(session);
            AnswerIsWhole(session, size.Item1);
        }
    }

    [Needs("bwrap")]
    public void A_window_that_changes_its_size_meanwhile_loses_nothing()
    {
        using var session = Open((100, 24), "build", "--no-archive", "--jobs", "1");
        session.WaitFor(picture => picture.Exists(line => Regex.IsMatch(line, "^(one|two|three) +1/2")));
        session.ResizeSoon(40, 12);
        session.WaitFor(picture => picture.Count > 0 && picture[^1].StartsWith("1/4 done", StringComparison.Ordinal));
        session.ResizeSoon(90, 8);
        session.WaitForExit().ShouldBe(0, session.ToString());
        OnlyOneDraws(session);
        string.Concat(session.Lines).Split("built in").Length.ShouldBe(4, session.ToString());
        session.Lines.ShouldNotContain(line => Whole.IsMatch(line), session.ToString());
    }

    [Needs("bwrap")]
    public void A_step_that_fails_shows_its_last_lines_and_its_log_and_cannot_steer_the_terminal()
    {
        tree.With("bad", """
            FROM imgrep/base AS build
            RUN sleep 1; : 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 éé
            RUN echo -e 'tab\there'; echo -e '10%\r50%\r100%'; echo -e '\033[2J\033[10A\033]0;title\a'; echo 漢字 é; exit 3
            FROM scratch
            COPY --from=build /x /
            """);
        using var session = Open((60, 24), "build", "--no-archive", "bad");
        session.WaitForExit().ShouldBe(2, session.ToString());
        session.Lines.ShouldContain("    tab here", session.ToString());
        session.Lines.ShouldContain("    100%");
        session.Lines.ShouldContain("    \ufffd[2J\ufffd[10A\ufffd]0;title\ufffd");
        session.Lines.ShouldContain("    漢字 é");
        session.Lines[^1].ShouldBe("    the whole log is in out/logs/bad.log", session.ToString());
        Shows(session, @"^bad +1/3  RUN sleep 1; : 漢字.*… +\d.* s$");
        OnlyOneDraws(session);
    }

    [Needs("bwrap")]
    public void An_interrupt_leaves_a_clean_line_and_no_display()
    {
        tree.With("long", "FROM imgrep/base AS build\nRUN sleep 100\nFROM scratch\nCOPY --from=build /bin/sh /\n");
        using var session = Open((80, 24), "build", "--no-archive", "long");
        session.WaitFor(picture => picture.Exists(line => line.StartsWith("long ", StringComparison.Ordinal)));
        session.Type("\u0003");
        session.WaitForExit().ShouldBe(130, session.ToString());
        OnlyOneDraws(session);
        session.Lines[^1].ShouldBe("imgrep: error: interrupted", session.ToString());
        session.Lines.ShouldNotContain(line => Whole.IsMatch(line) || line.StartsWith("long ", StringComparison.Ordinal), session.ToString());
        session.Column.ShouldBe(0);
    }

    [Needs("bwrap")]
    public void Without_colors_there_are_none_and_a_dumb_terminal_gets_lines()
    {
        using var plain = With("NO_COLOR", "1", "build", "--no-archive", "one");
        plain.WaitForExit().ShouldBe(0, plain.ToString());
        plain.Raw.ShouldNotMatch(@"\e\[\d+m");
        plain.Snapshots.ShouldContain(picture => picture.Exists(Whole.IsMatch));
        OnlyOneDraws(plain);

        using var dumb = With("TERM", "dumb", "build", "--no-archive", "--no-cache", "one");
        dumb.WaitForExit().ShouldBe(0, dumb.ToString());
        dumb.Raw.ShouldNotContain('\e');
        dumb.Lines.Count(line => line == "one: 1/2 RUN sleep 1; echo one >/one").ShouldBe(1, dumb.ToString());
    }

    private TerminalSession Open((int, int) size, params string[] arguments) => new(tree.Root, size, tree.Variables(), arguments);

    private TerminalSession With(string variable, string value, params string[] arguments) =>
        new(tree.Root, (80, 24), new Dictionary<string, string>(tree.Variables()) { [variable] = value }, arguments);

    private static void Shows(TerminalSession session, string line) =>
        session.Snapshots.ShouldContain(picture => picture.Exists(shown => Regex.IsMatch(shown, line)), session.ToString());

    private static string Sleeping(string name) => $"FROM imgrep/base AS build\nRUN sleep 1; echo {name} >/{name}\nFROM scratch\nCOPY --from=build /{name} /\n";

    /// <summary>Two would draw over each other, or one below the other.</summary>
    private static void OnlyOneDraws(TerminalSession session)
    {
        session.Snapshots.ShouldNotContain(picture => picture.Count(line => Whole.IsMatch(line)) > 1, session.ToString());
        session.Raw.ShouldNotContain("0 of 0");
    }

    /// <summary>A digest of each package that was asked for, each followed by the package's name, at the very end.</summary>
    private static void AnswerIsWhole(TerminalSession session, int columns)
    {
        var printed = string.Concat(session.Lines.Select(line => line.Length == columns ? line : line + "\n"));
        Regex.IsMatch(printed, @"(^|\n)([0-9a-f]{64}  \w+\n)+(digests: .*\n)?\z").ShouldBeTrue(printed);
    }
}

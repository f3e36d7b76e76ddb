using System.Security.Cryptography;
using System.Text.RegularExpressions;
using ImgRep.EndToEnd.Trust;

namespace ImgRep.EndToEnd.Terminal;

/// <summary>Whatever takes more than a second says in a terminal that it is at work, with bytes or counts where they are known.</summary>
public sealed class CommandDisplayTests
{
    [Needs("sh")]
    public void Fetching_shows_bytes_pace_and_time()
    {
        var file = new byte[4 << 20];
        using var server = new SlowServer(file, pieces: 16);
        using var tree = new SmallTree().With("app", $"FROM scratch\nADD --checksum=sha256:{Convert.ToHexStringLower(SHA256.HashData(file))} http://{server.Address}/big.bin /\n");
        using var session = new TerminalSession(tree.Root, (200, 24), tree.Variables(), "fetch", "app");
        session.WaitForExit().ShouldBe(0, session.ToString());
        Shows(session, @"^big\.bin +\d+%  \d.* of 4\.0 MiB, .*/s, about \d+ s left +\d.* s$");
        session.Lines.Count.ShouldBe(2, session.ToString());
        session.Lines[0].ShouldStartWith("fetching big.bin from http://");
        session.Lines[1].ShouldStartWith(Convert.ToHexStringLower(SHA256.HashData(file)));
    }

    [Needs("bwrap")]
    public void Pushing_and_pulling_count_images_and_an_interrupt_leaves_nothing_of_it()
    {
        using var silent = new SlowServer(null);
        using var tree = new SmallTree();
        tree.Write("digests", $"{tree.Build("base")}  base\n");
        var (push, pull) = ((string[])["push", "base", "--to", silent.Address], (string[])["pull", "base", "--from", silent.Address]);
        foreach (var (words, count) in ((string[], string)[])[(push, "images pushed"), (pull, "images pulled")])
        {
            using var session = new TerminalSession(
                tree.Root, (80, 24), new Dictionary<string, string> { ["IMGREP_STORE"] = words[0] == "push" ? tree.Store : tree.Store + "2" }, words);
            session.WaitFor(picture => picture.Exists(line => Regex.IsMatch(line, $"^{count} +0/1")) && picture.Exists(line => line.StartsWith("base ", StringComparison.Ordinal)));
            session.Type("\u0003");
            session.WaitForExit().ShouldBe(130, session.ToString());
            session.Lines.ShouldBe(["imgrep: error: interrupted"]);
        }
    }

    [Fact]
    public void Verifying_counts_signatures()
    {
        using var tree = new SignedTree();
        tree.Person("alice");
        tree.Sign("alice", SignedTree.Rebuilt);
        tree.Write("gpg", "#!/bin/sh\ncase $* in *--verify-files*) sleep 2 ;; esac\nexec gpg \"$@\"\n");
        File.SetUnixFileMode(tree.PathOf("gpg"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var session = new TerminalSession(tree.Root, (80, 24), new Dictionary<string, string> { ["GPG"] = tree.PathOf("gpg") }, "verify");
        session.WaitForExit().ShouldBe(0, session.ToString());
        Shows(session, @"^signatures verified +0/1 +\d.* s$");
        session.Snapshots.ShouldContain(picture => picture.Exists(line => Regex.IsMatch(line, @"^verifying, \d")));
        session.Lines.ShouldNotContain(line => line.StartsWith("verifying", StringComparison.Ordinal), session.ToString());
        session.Lines.ShouldContain(line => line.Contains("zlib", StringComparison.Ordinal), session.ToString());
    }

    [Needs("bwrap")]
    public void Tests_and_varied_rebuilds_are_drawn_as_builds_are()
    {
        using var tree = new SmallTree().With("app", "FROM imgrep/base AS build\nRUN sleep 1; echo app >/app\nFROM scratch\nCOPY --from=build /app /\n");
        tree.Write("tests/packages/app/Containerfile", "FROM imgrep/base\nCOPY --from=imgrep/app / /\nRUN sleep 1; test -e /app\n");
        using (var session = new TerminalSession(tree.Root, (80, 24), tree.Variables(), "test", "app"))
        {
            session.WaitForExit().ShouldBe(0, session.ToString());
            Shows(session, @"^app +1/2  RUN sleep 1;.* s$");
            Shows(session, @"^app\.test +2/2  RUN sleep 1;.* s$");
            OneDraws(session);
            session.Lines[^1].ShouldBe("passed  app.test", session.ToString());
        }

        using (var session = new TerminalSession(tree.Root, (80, 24), tree.Variables(), "reproduce", "--vary", "--variation", "timezone", "app"))
        {
            session.WaitForExit().ShouldBe(0, session.ToString());
            Shows(session, @"^rebuilding app .* s$");
            Shows(session, @"^app +1/2  RUN sleep 1;.* s$");
            OneDraws(session);
        }
    }

    [Needs("sh")]
    public void An_answer_comes_to_a_terminal_as_it_is()
    {
        using var tree = new SmallTree();
        foreach (var word in (string[])["--version", "--help", "graph"])
        {
            using var session = new TerminalSession(tree.Root, (80, 24), tree.Variables(), word);
            session.WaitForExit().ShouldBe(0, session.ToString());
            session.Raw.ShouldNotContain('\e');
            session.Raw.ShouldNotBeEmpty();
        }
    }

    private static void Shows(TerminalSession session, string line) =>
        session.Snapshots.ShouldContain(picture => picture.Exists(shown => Regex.IsMatch(shown, line)), session.ToString());

    private static void OneDraws(TerminalSession session) =>
        session.Snapshots.ShouldNotContain(picture => picture.Count(line => Regex.IsMatch(line, @"\d+ of \d+ packages done|^(testing|rebuilding), ")) > 1, session.ToString());
}

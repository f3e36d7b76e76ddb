namespace ImgRep.EndToEnd.Builds;

/// <summary>The lines of <c>digests</c> that a build of some packages offers, or writes.</summary>
public sealed class DigestRowsTests
{
    private const string App = "FROM scratch\nCOPY a /\n";

    [Needs("bwrap")]
    public void A_build_by_name_offers_its_own_line_and_writes_it_only_when_it_is_told_to()
    {
        using var tree = new SmallTree().With("app", App, "one").With("app", App + "USER 0\n", "two").With("zoo", App);
        tree.Write("packages/app/a", "1\n");
        tree.Write("packages/zoo/a", "1\n");
        tree.Run("build", "zoo", "--no-archive").Errors.ShouldNotContain("--update", Case.Sensitive, "there is no file to write to");
        var first = tree.Run("build", "zoo", "--no-archive", "--update");
        first.ExitCode.ShouldBe(0, first.ToString());
        var row = first.Output;
        first.Errors.ShouldContain($"digests: zoo: new, sha256:{row.Split(' ')[0]}\n");
        File.ReadAllText(Digests(tree)).ShouldBe(row);

        // Other packages' lines stay, whatever becomes of their packages.
        File.WriteAllText(Digests(tree), $"{new string('1', 64)}  gone\n{row}");
        tree.Write("packages/zoo/a", "2\n");
        var offered = tree.Run("build", "zoo", "--no-archive");
        offered.ExitCode.ShouldBe(0, offered.ToString());
        offered.Errors.ShouldContain($"zoo: warning: digests has sha256:{row.Split(' ')[0]}: where the change is meant, imgrep build zoo --update writes\n    {offered.Output}");
        File.ReadAllText(Digests(tree)).ShouldBe($"{new string('1', 64)}  gone\n{row}");
        var changed = tree.Run("build", "zoo", "--no-archive", "--update");
        changed.Errors.ShouldContain($"digests: zoo: from sha256:{row.Split(' ')[0]} to sha256:{changed.Output.Split(' ')[0]}\n");
        File.ReadAllText(Digests(tree)).ShouldBe($"{new string('1', 64)}  gone\n{changed.Output}");
        tree.Run("build", "zoo", "--no-archive").Errors.ShouldBe("");

        // Routes that differ, or of which one was left out, come to no line.
        var committed = File.ReadAllText(Digests(tree));
        tree.Run("build", "app", "--no-archive", "--update").ExitCode.ShouldBe(3);
        var single = tree.Run("build", "app", "--no-archive", "--update", "--route", "one");
        single.ExitCode.ShouldBe(3, single.ToString());
        single.Errors.ShouldContain("digests is not written: app: not all routes were built");
        tree.Run("build", "app", "--update", "--check-digests").ExitCode.ShouldBe(2);
        File.ReadAllText(Digests(tree)).ShouldBe(committed);
    }

    private static string Digests(SmallTree tree) => Path.Combine(tree.Root, "digests");
}

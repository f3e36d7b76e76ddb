using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Tests.Sources;

public class CommitTableTests
{
    private const string Hash = "20508c3dbf04a872df56460db60c92ac53305065b5b72516b458815cd2dd2912";
    private const string Commit = "1c2d3e4f5061728394a5b6c7d8e9f00112233445";

    [Fact]
    public void A_commit_has_the_hash_of_its_line()
    {
        var table = CommitTable.Parse($"# app\n\n{Hash}  {Commit}\n{Hash} {Hash}\n", "commits");
        table.Find(Commit).ShouldBe(Digest.Parse("sha256:" + Hash));
        table.Find(Hash).ShouldBe(Digest.Parse("sha256:" + Hash));
        table.Find(Commit.Replace('1', '2')).ShouldBeNull();
    }

    [Theory]
    [InlineData(Hash)]
    [InlineData(Commit + " " + Hash + " x")]
    [InlineData(Commit + " " + Commit)]
    [InlineData(Hash + " 1c2d3e4")]
    [InlineData(Hash + " 1C2D3E4F5061728394A5B6C7D8E9F00112233445")]
    public void A_row_that_is_none_is_rejected(string text) =>
        Should.Throw<RejectedInputException>(() => CommitTable.Parse("\n" + text, "commits")).Message
            .ShouldBe("commits:2:1: error: not a row of the table of commits (write SHA256 COMMIT, both in full and in small letters)");

    [Fact]
    public void A_commit_that_stands_there_twice_is_rejected() =>
        Should.Throw<RejectedInputException>(() => CommitTable.Parse($"{Hash} {Commit}\n{Hash} {Commit}\n", "commits")).Message
            .ShouldBe($"commits:2:1: error: the commit {Commit} stands above already (remove one of them)");

    [Theory]
    [InlineData("", "H 1\n")]
    [InlineData("# head\nH 0\nH 2\n", "# head\nH 0\nH 1\nH 2\n")]
    [InlineData("H 0", "H 0\nH 1\n")]
    public void A_row_goes_where_the_others_are_sorted(string before, string after) =>
        CommitTable.Add(Full(before), Full("1"), Digest.Parse("sha256:" + Hash)).Replace("  ", " ", StringComparison.Ordinal).ShouldBe(Full(after));

    private static string Full(string text) => string.Concat(text.Select(c => c == 'H' ? Hash : char.IsAsciiDigit(c) ? new string(c, 40) : $"{c}"));
}

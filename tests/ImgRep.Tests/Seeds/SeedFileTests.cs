using ImgRep.Host.Seeds;
using ImgRep.Primitives;

namespace ImgRep.Tests.Seeds;

public class SeedFileTests
{
    private const string Hash = "20508c3dbf04a872df56460db60c92ac53305065b5b72516b458815cd2dd2912";
    private const string Text = $"suite bookworm\narchitecture amd64\nlayer sha256:{Hash}\npackage gcc\npackage g++\ndeb {Hash} gcc 4:12.2.0-3 amd64\n";

    [Fact]
    public void A_seed_says_what_to_make_it_of_and_what_must_come_out()
    {
        var seed = SeedFile.Parse("debian-bookworm", Text, "seeds/debian-bookworm");
        seed.Suite.ShouldBe("bookworm");
        seed.Layer.ShouldBe(Digest.Parse("sha256:" + Hash));
        seed.Packages.ShouldBe(["gcc", "g++"]);
        seed.Archives.ShouldBe([new SeedArchive(Digest.Parse("sha256:" + Hash), "gcc", "4:12.2.0-3", "amd64")]);
    }

    [Theory]
    [InlineData("debian-bookworm")]
    [InlineData("debian-trixie")]
    public void The_seeds_of_this_tree_are_as_the_tool_writes_them(string name)
    {
        var text = File.ReadAllText(ProjectFolder.PathOf("seeds/" + name));
        var seed = SeedFile.Parse(name, text, "seeds/" + name);
        SeedFile.Print(seed).ShouldBe(text);
        seed.Layer.ShouldNotBeNull();
        seed.Archives.Length.ShouldBeGreaterThan(seed.Packages.Length);
    }

    [Theory]
    [InlineData("package gcc,/tmp/evil.deb")]
    [InlineData("package --setup-hook=evil")]
    [InlineData("package /tmp/evil.deb")]
    [InlineData("package ?essential")]
    [InlineData("suite bookworm trixie")]
    [InlineData("suite trixie")]
    [InlineData("layer sha256:12")]
    [InlineData("deb 12 gcc 1 amd64")]
    [InlineData("hook rm")]
    public void A_line_that_is_none_of_the_format_is_rejected(string line) =>
        Should.Throw<RejectedInputException>(() => SeedFile.Parse("x", Text + line, "seeds/x")).Message.ShouldBe(
            $"seeds/x:7:1: error: not a line of a seed: {line} "
            + "(write suite NAME, architecture NAME, layer DIGEST, package NAME, or deb SHA256 NAME VERSION ARCHITECTURE)");

    [Fact]
    public void A_seed_without_a_suite_is_rejected() =>
        Should.Throw<RejectedInputException>(() => SeedFile.Parse("x", "package gcc", "seeds/x")).Message
            .ShouldStartWith("seeds/x: error: the seed x needs a suite, an architecture and packages");

    [Fact]
    public void What_the_distribution_changed_is_said_package_by_package()
    {
        SeedArchive[] before = [Package("a", "same", "1"), Package("b", "old", "1"), Package("c", "gone", "1"), Package("e", "one", "1")];
        SeedArchive[] after = [Package("a", "same", "1"), Package("b", "new", "2"), Package("d", "added", "3"), Package("e", "two", "1")];
        SeedDifference.Between([.. before], [.. after]).ShouldBe(
        [
            "b: 1 -> 2",
            "c: 1 is gone",
            "d: 3 is new",
            $"e: 1 has the same version but other bytes ({Package("e", "one", "1").Digest} -> {Package("e", "two", "1").Digest})",
        ]);
        SeedDifference.Between([.. before], [.. before]).ShouldBeEmpty();
    }

    [Fact]
    public void A_tree_that_differs_from_its_pin_is_refused()
    {
        var seed = SeedFile.Parse("debian-bookworm", Text, "seeds/debian-bookworm");
        SeedBuilder.Verify(seed, Digest.Parse("sha256:" + Hash));
        Should.Throw<Host.EnvironmentException>(() => SeedBuilder.Verify(seed, Digest.Compute([]))).Message.ShouldBe(
            "verify seed debian-bookworm: its packages are the pinned ones, but its tree is "
            + $"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, not sha256:{Hash}");
    }

    private static SeedArchive Package(string name, string content, string version) =>
        new(Digest.Compute(System.Text.Encoding.UTF8.GetBytes(content)), name, version, "amd64");
}

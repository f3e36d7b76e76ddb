using System.Text;
using ImgRep.Files;
using ImgRep.Primitives;
using ImgRep.Trust.Listings;
using ImgRep.Trust.Signatures;
using static ImgRep.Tests.Trust.Disagreements;

namespace ImgRep.Tests.Trust;

public class DisagreementTests
{
    private static readonly FileTree Small = TreeOf(("usr/lib/libz.a", "library\n"), ("usr/include/zlib.h", "header\n"), ("stamp", "built on 2026-03-01\n"));

    [Fact]
    public void It_says_in_lines_what_somebody_got_and_how()
    {
        var lines = Lines(Of(Small));
        lines[..9].ShouldBe([
            "# imgrep disagreement 1", "package zlib", $"recipe {Digest.Compute("recipe"u8).Hex}",
            $"committed {Digest.Compute("committed"u8).Hex}", $"got {Of(Small).Claim.Image.Hex}",
            "builder embedded 0.1.0", "cpu GenuineIntel", "distribution debian 12", "kernel 6.1"]);
        lines[11].ShouldBe($"step 4 {Digest.Compute("key"u8).Hex} {Digest.Compute("result"u8).Hex}");
        lines[13].ShouldBe("dated /stamp");
        lines[14].ShouldEndWith(" 6");
        lines[15..].ShouldBe([
            "folder /", $"f 644 0 0 - 20 {Digest.Compute("built on 2026-03-01\n"u8).Hex} {lines[16].Split(' ')[7]} stamp", lines[17],
            "folder /usr", lines[19], lines[20],
            "folder /usr/include", $"f 644 0 0 - 7 {Digest.Compute("header\n"u8).Hex} {lines[22].Split(' ')[7]} zlib.h",
            "folder /usr/lib", $"f 644 0 0 - 8 {Digest.Compute("library\n"u8).Hex} {lines[24].Split(' ')[7]} libz.a"]);
        lines[17].ShouldBe($"d 755 0 0 - 2 {Digest.Compute(Bytes(lines[19..21])).Hex} - usr", "a folder is known by the hash of its lines");
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        var read = Disagreement.Parse(Of(Small).Write());
        read.Claim.ShouldBe(Of(Small).Claim);
        read.Write().ShouldBe(Of(Small).Write());
        SignedClaims.Parse(Of(Small).Write()).ShouldBe([read.Claim]);
    }

    [Theory]
    [InlineData(1, "package ../zlib", "line 2 is 'package ../zlib', expected 'package NAME'")]
    [InlineData(5, "builder <b>x</b> \u001b[31m", "version is ")]
    [InlineData(10, "layer 00 1", "expected 'layer HEX NUMBER'")]
    [InlineData(11, "step 04 00 00", "expected 'step LINE KEY RESULT'")]
    [InlineData(13, "dated /st\u001bamp", "is no path of a listing")]
    [InlineData(13, "dated /<script>", null)]
    [InlineData(15, "folder /usr", "a folder is open that no open folder has")]
    [InlineData(16, "f 644 0 0 - 20 x y stamp", "expected 'KIND MODE OWNER GROUP ATTRIBUTES SIZE HASH BYTES NAME'")]
    [InlineData(18, "folder /other", "a folder is open that no open folder has")]
    public void What_is_malformed_is_refused_with_its_place(int line, string text, string? problem)
    {
        var lines = Lines(Of(Small)).SetItem(line, text);
        if (line == 15)
            lines = lines.RemoveRange(15, 3);
        if (problem is null)
            Disagreement.Parse(Bytes(lines)).Dated.ShouldBe(["/<script>"], "whoever shows it escapes it");
        else
            Should.Throw<MalformedSignatureException>(() => Disagreement.Parse(Bytes(lines))).Message.ShouldContain(problem);
    }

    [Fact]
    public void It_cannot_contradict_itself()
    {
        var lines = Lines(Of(Small));
        Refused(lines.SetItem(4, $"got {Digest.Compute("x"u8).Hex}"), "no image of its configuration and its layer");
        Refused(lines.SetItem(3, $"committed {Of(Small).Claim.Image.Hex}"), "it names the committed digest as what it got");
        Refused(lines.SetItem(22, lines[22].Replace("f 644", "f 600", StringComparison.Ordinal)), "/usr/include has other entries than its line says");
        Refused(lines.SetItem(11, lines[12]).SetItem(12, lines[11]), "its steps are out of order");
        Refused(lines.SetItem(16, lines[17]).SetItem(17, lines[16]), "out of order");
        Refused(lines.SetItem(11, lines[11].Replace("step 4", "step 04", StringComparison.Ordinal)), "written otherwise than imgrep writes them");
        Refused(lines[..^1], "has other entries");
        Refused([.. lines, "folder /usr/lib", lines[^1]], "/usr/lib is open twice");
        Refused([.. lines[..^2], "folder /usr/lib"], "/usr/lib has other entries than its line says");

        void Refused(IEnumerable<string> changed, string problem) =>
            Should.Throw<MalformedSignatureException>(() => Disagreement.Parse(Bytes(changed))).Message.ShouldContain(problem);
    }

    [Fact]
    public void It_is_neither_too_large_nor_cut_off()
    {
        var bytes = Of(Small).Write();
        Should.Throw<MalformedSignatureException>(() => Disagreement.Parse(bytes.AsSpan()[..^1])).Message.ShouldContain("is it truncated?");
        Should.Throw<MalformedSignatureException>(() => Disagreement.Parse([.. bytes, .. new byte[Disagreement.Largest]])).Message
            .ShouldContain($"more than {Disagreement.Largest}");
        Should.Throw<MalformedSignatureException>(() => Disagreement.Parse(Bytes(Enumerable.Repeat(Lines(Of(Small))[11], Disagreement.MostSteps + 1)))).Message
            .ShouldContain("expected '# imgrep disagreement 1'");
        var many = Lines(Of(Small)).InsertRange(13, Enumerable.Range(10, Disagreement.MostSteps).Select(line => $"step {Step with { Line = line }}"));
        Should.Throw<MalformedSignatureException>(() => Disagreement.Parse(Bytes(many))).Message.ShouldContain($"more than {Disagreement.MostSteps} steps");
    }

    [Fact]
    public void An_image_of_fifty_thousand_files_takes_no_more_room_than_it_may_and_its_folders_are_known_by_their_hashes()
    {
        var large = TreeOf([.. Enumerable.Range(0, 50_000).Select(number => ($"usr/share/{number % 100:d2}/{number}", $"{number}")), ("etc/x", "x")]);
        var published = Of(large);
        published.Write().Length.ShouldBeLessThan(Disagreement.RoomOfFiles + 4096);
        published.Files.Entries.ShouldBe(50_104);
        published.Files.Folders.Keys.ShouldContain("/usr/share");
        published.Files.Folders.Keys.ShouldNotContain("/usr/share/99");
        Disagreement.Parse(published.Write()).Write().ShouldBe(published.Write());
        published.Files.Root.ShouldBe(List(large).Root, "how much is open changes no hash");
    }

    [Fact]
    public void Names_of_files_stay_on_their_line_and_are_the_same_bytes_afterwards()
    {
        var tree = FileTree.Empty;
        foreach (var name in new byte[][] { [.. "\u001b[31m"u8], [.. "a\nf 644"u8], [0xff, 0xfe], [.. "<svg onload=x>"u8], [.. "back\\slash"u8] })
            tree = tree.With([FileName.Parse(name)], new FileNode(Metadata.DefaultFile, new MemoryContent([.. "x"u8])));
        var bytes = Of(tree).Write();
        bytes.ShouldAllBe(value => value == '\n' || (value >= 0x20 && value < 0x7f));
        Disagreement.Parse(bytes).Files.Folders["/"].Select(entry => entry.Name).ShouldBe(tree.Root.Children.Keys);
    }

    [Fact]
    public void Dates_of_the_build_are_found_also_across_the_border_of_two_pieces()
    {
        var padding = new string('x', (64 * 1024) + 10);
        Dated($"{padding}2026-03-01").ShouldBeTrue();
        Dated($"{padding}Mar 01 2026").ShouldBeTrue();
        Dated($"1772366390{padding}").ShouldBeTrue("seconds since 1970 as text");
        Dated($"1772369999{padding}").ShouldBeFalse();
        Dated($"{padding}2026-03-02").ShouldBeFalse();
        Dated("\0\0\0\0\u0080x").ShouldBeFalse();
        var gzip = new byte[20];
        BitConverter.GetBytes((uint)Built.ToUnixTimeSeconds()).CopyTo(gzip, 4);
        new ListedTree(new BuildDates(Built, Built)).With(gzip).ShouldBeTrue("seconds since 1970 where gzip has them");

        static bool Dated(string content) => new ListedTree(new BuildDates(Built.AddMinutes(-1), Built)).With(Encoding.Latin1.GetBytes(content));
    }

    /// <summary>Also where the seconds of the build have few digits in common.</summary>
    [Theory]
    [InlineData(1_772_366_400, 3)]
    [InlineData(1_799_999_990, 30)]
    [InlineData(1_899_999_999, 1)]
    [InlineData(1_772_366_400, 7000)]
    public void Every_second_of_a_build_is_found(long beganAt, int took)
    {
        var began = DateTimeOffset.FromUnixTimeSeconds(beganAt);
        foreach (var second in new[] { 0, took / 2, took })
            new ListedTree(new BuildDates(began, began.AddSeconds(took))).With(Encoding.ASCII.GetBytes($"built {beganAt + second}\n")).ShouldBeTrue();
    }

    [Fact]
    public void Hard_links_devices_and_links_are_told_apart()
    {
        var link = new LinkGroup();
        var file = new FileNode(Metadata.DefaultFile, new MemoryContent([.. "x"u8]), link);
        var tree = FileTree.Empty.With([FileName.Parse("a")], file).With([FileName.Parse("b")], file)
            .With([FileName.Parse("c")], new SymlinkNode(Metadata.DefaultFile, [.. "a"u8])).With([FileName.Parse("d")], new FifoNode(Metadata.DefaultFile))
            .With([FileName.Parse("e")], new DeviceNode(Metadata.DefaultFile, IsBlock: false, 1, 3));
        string.Concat(List(tree).Folders["/"].Select(entry => entry.Kind)).ShouldBe("fhlpc");
        Disagreement.Parse(Of(tree).Write()).Write().ShouldBe(Of(tree).Write());
    }
}

file static class OneFile
{
    /// <summary>Whether a file with such bytes holds a date.</summary>
    public static bool With(this ListedTree listed, byte[] content)
    {
        _ = listed.List(FileTree.Empty.With([FileName.Parse("x")], new FileNode(Metadata.DefaultFile, new MemoryContent([.. content]))), long.MaxValue);
        return listed.Dated.Count > 0;
    }
}

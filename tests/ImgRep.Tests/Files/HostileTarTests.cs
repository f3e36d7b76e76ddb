using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImgRep.Files;
using ImgRep.Files.Tar;
using ImgRep.Primitives;

namespace ImgRep.Tests.Files;

public class HostileTarTests
{
    private static readonly SourceSpan Span = new("Containerfile", 4, 1);

    private static readonly byte[] Sound = new TarBytes().Pax('g', "comment=x").Add('5', "d/").Pax('x', "path=d/long", "SCHILY.xattr.user.a=b").Add('0', "f", "hello")
        .Add('L', "././@LongLink", "d/name\0").Add('0', "x", "more").Add('2', "s", target: "d").Add('1', "s/h", target: "d/long").Add('3', "c").ToArray();

    private static FileTree Unpack(byte[] tar)
    {
        using var stream = new MemoryStream(tar);
        var unpacking = new TarUnpacking(FileTree.Empty, (offset, length, _) => new MemoryContent([.. tar.AsSpan((int)offset, (int)length)]), "a.tar", Span);
        foreach (var entry in TarReader.Read(stream, "a.tar", new TarLimits(1000, 1 << 20), Span))
            unpacking.Add(entry);
        return unpacking.Finish();
    }

    [Fact]
    public void The_archive_that_is_damaged_below_is_sound() =>
        TreeText.Print(Unpack(Sound)).ShouldBe("""
            0644 0:0 c c0,0
            0644 0:0 d/
            0644 0:0 d/h = hello
            0644 0:0 d/long => d/h
            0644 0:0 d/name = more
            0777 0:0 s -> d

            """);

    [Fact]
    public void A_damaged_archive_is_unpacked_or_rejected_and_nothing_else()
    {
        var damage = Gen.Two(Gen.Choose(0, Sound.Length - 1)).SelectMany(range => Gen.Choose(0, 255), (range, value) => (range.Item1, range.Item2, value));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(damage.NonEmptyListOf().ToArbitrary(), changes =>
        {
            var tar = Sound.ToArray();
            foreach (var (at, from, value) in changes.Take(4))
                tar[at] = value < 128 ? (byte)value : Sound[from];
            for (var header = 0; header + 512 <= tar.Length; header += 512)
                Sign(tar.AsSpan(header, 512));
            Try(tar);
        }));
    }

    [Fact]
    public void An_archive_of_anything_is_unpacked_or_rejected_and_nothing_else() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll<byte[], int>((bytes, length) => Try([.. bytes, .. Sound[..Math.Min(Sound.Length, Math.Abs(length % 6000))]])));

    [Fact]
    public void Links_that_lead_deeper_each_time_come_to_an_end()
    {
        var tar = new TarBytes();
        for (var level = 0; level <= 40; level++)
            tar.Add('2', $"l{level}", target: level == 0 ? "d" : $"l{level - 1}/d");
        Unpack(tar.Add('0', "l39/f").ToArray()).Find(string.Concat(Enumerable.Repeat("d/", 40)) + "f").ShouldNotBeNull();
        Should.Throw<RejectedInputException>(() => Unpack(tar.Add('0', "l40/f").ToArray())).Message.ShouldContain("more than 40 symbolic links on the way to '/l40'");
    }

    [Fact]
    public void Folders_deeper_than_a_path_can_be_are_rejected_although_links_shorten_their_names()
    {
        var tar = new TarBytes();
        var folder = string.Concat(Enumerable.Repeat("d/", 1000));
        for (var level = 0; level < 3; level++)
            tar.Pax('x', "linkpath=" + (level == 0 ? "" : $"l{level - 1}/") + folder).Add('2', $"l{level}");
        Unpack(tar.Add('0', "l1/f").ToArray()).Find(folder + folder + "f").ShouldNotBeNull();
        Should.Throw<RejectedInputException>(() => Unpack(tar.Add('0', "l2/f").ToArray())).Message
            .ShouldBe("Containerfile:4:1: error: '/l2' leads deeper than 2048 folders (choose a shorter path)");
    }

    [Fact]
    public void An_entry_with_an_empty_name_is_the_folder_itself() =>
        TreeText.Print(Unpack(new TarBytes().Add('0', "", mode: Modes.Octal("700"), owner: 7).Add('0', "f", "hi").ToArray())).ShouldBe("0644 0:0 f = hi\n");

    [Fact]
    public void A_further_name_takes_the_capabilities_of_a_file_away_and_adds_its_own_attributes()
    {
        var tar = new TarBytes().Add('0', "f").ToArray()[..512];
        byte[] all = [.. new TarBytes().Pax('x', "SCHILY.xattr.user.a=1").ToArray()[..1024], .. tar,
            .. new TarBytes().Pax('x', "SCHILY.xattr.user.b=2").Add('1', "g", target: "f").ToArray()];
        var tree = Unpack(all);
        tree.Find("f")!.Metadata.Attributes.Keys.ShouldBe(["user.a", "user.b"]);
        tree.Find("g")!.Metadata.ShouldBe(tree.Find("f")!.Metadata);
    }

    private static void Try(byte[] tar)
    {
        try
        {
            Unpack(tar);
        }
        catch (RejectedInputException e)
        {
            e.Diagnostics.ShouldAllBe(diagnostic => diagnostic.Span == Span && Encoding.UTF8.GetByteCount(diagnostic.Message) < 20_000);
        }
    }

    private static void Sign(Span<byte> block)
    {
        if (block[156] != 0 || block[0] != 0)
            TarBytes.Sign(block);
    }
}

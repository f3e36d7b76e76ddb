using System.Text;
using ImgRep.Files;
using ImgRep.Files.Tar;
using ImgRep.Primitives;

namespace ImgRep.Tests.Files;

public class TarReaderTests
{
    private static readonly SourceSpan Span = new("Containerfile", 4, 1);

    private static TarEntry[] Read(byte[] tar, TarLimits? limits = null)
    {
        using var stream = new MemoryStream(tar);
        return [.. TarReader.Read(stream, "a.tar", limits ?? TarLimits.Default, Span)];
    }

    private static string Name(TarEntry entry) => Encoding.UTF8.GetString(entry.Name.AsSpan());

    private static void Rejects(byte[] tar, string message, TarLimits? limits = null) =>
        Should.Throw<RejectedInputException>(() => Read(tar, limits)).Message.ShouldStartWith("Containerfile:4:1: error: archive 'a.tar', " + message);

    [Fact]
    public void A_file_is_hashed_and_found_where_it_lies()
    {
        var entry = Read(new TarBytes().Add('5', "d/").Add('0', "d/f", "hello", mode: Modes.Octal("4755"), owner: 7, group: 8).ToArray())[1];
        Name(entry).ShouldBe("d/f");
        (entry.Kind, entry.Offset, entry.DataOffset, entry.Length).ShouldBe((TarEntryKind.File, 512, 1024, 5));
        (entry.Metadata.Mode, entry.Metadata.Owner, entry.Metadata.Group).ShouldBe((Modes.Octal("4755"), 7u, 8u));
        entry.Digest!.ToString().ShouldBe("sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    }

    [Theory]
    [InlineData("")]
    [InlineData("ustar  \0")]
    [InlineData("ustar\0" + "00")]
    public void All_flavours_of_headers_are_read(string magic) =>
        Name(Read(new TarBytes().Add('0', "f", "x", magic: magic).ToArray()).Single()).ShouldBe("f");

    [Fact]
    public void Before_ustar_a_final_slash_made_a_folder() =>
        Read(new TarBytes().Add('\0', "d/", magic: "").Add('\0', "f", magic: "").ToArray()).Select(entry => entry.Kind)
            .ShouldBe([TarEntryKind.Directory, TarEntryKind.File]);

    [Fact]
    public void The_prefix_of_ustar_goes_before_the_name_and_is_not_that_of_GNU()
    {
        static void Prefix(byte[] header) => "some/where"u8.CopyTo(header.AsSpan(345));
        Name(Read(new TarBytes().Add('0', "f", change: Prefix).ToArray())[0]).ShouldBe("some/where/f");
        Name(Read(new TarBytes().Add('0', "f", change: Prefix, magic: "ustar  \0").ToArray())[0]).ShouldBe("f");
    }

    [Fact]
    public void Long_names_and_link_targets_of_GNU_are_read()
    {
        var (name, target) = (new string('n', 200), new string('t', 200));
        var entry = Read(new TarBytes().Add('L', "././@LongLink", name + "\0").Add('K', "././@LongLink", target + "\0").Add('2', "short", target: "short")
            .Add('0', "next").ToArray());
        Name(entry[0]).ShouldBe(name);
        Encoding.UTF8.GetString(entry[0].Target.AsSpan()).ShouldBe(target);
        Name(entry[1]).ShouldBe("next");
    }

    [Fact]
    public void Pax_headers_are_for_the_next_entry_and_global_ones_for_all()
    {
        var entries = Read(new TarBytes().Pax('g', "uid=70000", "comment=x")
            .Pax('x', "path=näme", "gid=3000000000", "mtime=1.5", "SCHILY.xattr.user.a=b\0c", "SCHILY.xattr.trusted.a=b")
            .Add('0', "short").Add('0', "next").ToArray());
        Name(entries[0]).ShouldBe("näme");
        entries[0].Metadata.ShouldBe(new Metadata(Modes.Octal("644"), 70000, 3000000000, 1_500_000_000) { Attributes = entries[0].Metadata.Attributes });
        entries[0].Metadata.Attributes.Keys.ShouldBe(["user.a"]);
        entries[0].Metadata.Attributes["user.a"].ShouldBe("b\0c"u8.ToArray());
        (Name(entries[1]), entries[1].Metadata.Owner, entries[1].Metadata.Group).ShouldBe(("next", 70000u, 0u));
    }

    [Fact]
    public void Numbers_may_be_in_base_256()
    {
        static void Owner(byte[] header) => new byte[] { 0x80, 0, 0, 0, 0x80, 0, 0, 1 }.CopyTo(header, 108);
        Read(new TarBytes().Add('0', "f", change: Owner).ToArray())[0].Metadata.Owner.ShouldBe(0x80000001);
    }

    [Fact]
    public void Every_kind_of_entry_is_read()
    {
        static void Null(byte[] header) => (TarBytes.Octal(1), TarBytes.Octal(3)).Item1.CopyTo(header, 329);
        var tar = new TarBytes().Add('0', "f").Add('1', "h", target: "f").Add('2', "s", target: "f").Add('3', "c", change: Null)
            .Add('4', "b").Add('5', "d").Add('6', "p").Add('7', "contiguous", "x").Add('V', "label").ToArray();
        Read(tar).Select(entry => entry.Kind).ShouldBe([
            TarEntryKind.File, TarEntryKind.HardLink, TarEntryKind.Symlink, TarEntryKind.CharacterDevice,
            TarEntryKind.BlockDevice, TarEntryKind.Directory, TarEntryKind.Fifo, TarEntryKind.File,
        ]);
        Read(tar)[3].Device.ShouldBe((1u, 0u));
    }

    [Fact]
    public void Names_that_are_not_UTF8_are_kept() =>
        Read(new TarBytes().Add('0', [0xFF, 0xFE], []).ToArray())[0].Name.ShouldBe([0xFF, 0xFE]);

    [Fact]
    public void An_archive_may_end_without_a_mark_or_padding()
    {
        var tar = new TarBytes().Add('0', "f", "x").ToArray();
        Read(tar[..1024]).Length.ShouldBe(1);
        Read(tar[..513]).Length.ShouldBe(1);
    }

    [Fact]
    public void What_follows_the_end_mark_is_not_read() =>
        Read([.. new TarBytes().Add('0', "f").ToArray(), .. "garbage"u8]).Length.ShouldBe(1);

    [Fact]
    public void A_wrong_checksum_is_named_with_its_place()
    {
        var tar = new TarBytes().Add('0', "f").Add('0', "g").ToArray();
        tar[512] ^= 1;
        Rejects(tar, "entry 2 at offset 512 has a header whose checksum is wrong (the archive is damaged, or no tar archive)");
    }

    [Fact]
    public void A_truncated_archive_is_named_with_the_entry_that_is_cut_off()
    {
        var tar = new TarBytes().Add('0', "f", new string('x', 600)).ToArray();
        Rejects(tar[..1100], "entry 1 'f' at offset 0 is cut off at byte 1100 (fetch the archive again)");
        Rejects(tar[..300], "entry 1 at offset 0 is cut off at byte 300");
        Rejects([], "entry 1 at offset 0 is missing");
    }

    [Theory]
    [InlineData(124, "length", 0xFF)]
    [InlineData(124, "length", 0xBF)]
    [InlineData(124, "length", (int)'9')]
    [InlineData(108, "owner", 0xFF)]
    [InlineData(116, "group", 0xBF)]
    public void Numbers_that_are_negative_too_large_or_none_are_rejected(int field, string name, int value)
    {
        var length = field == 124 ? 12 : 8;
        Rejects(new TarBytes().Add('0', "f", change: header => header.AsSpan(field, length).Fill((byte)value)).ToArray(), $"entry 1 'f' at offset 0 has no valid {name}");
    }

    [Fact]
    public void More_entries_or_bytes_than_the_limit_are_rejected()
    {
        var tar = new TarBytes().Add('0', "f", "123").Add('0', "g", "123").ToArray();
        Read(tar, new TarLimits(2, 6)).Length.ShouldBe(2);
        Rejects(tar, "entry 2 at offset 1024 is one too many (an archive may have 1 entries)", new TarLimits(1, 6));
        Rejects(tar, "entry 2 'g' at offset 1024 makes the files longer than 5 bytes together", new TarLimits(2, 5));
    }

    [Fact]
    public void A_length_that_only_a_header_claims_costs_nothing() =>
        Rejects(new TarBytes().Pax('x', "size=60000000000").Add('0', "f").ToArray(), "entry 1 'f' at offset 1024 is cut off");

    [Fact]
    public void Headers_and_names_without_measure_are_rejected()
    {
        Rejects(new TarBytes().Add('L', "long", new string('n', 4097)).Add('0', "f").ToArray(), "entry 1 at offset 5120 has a name of 4097 bytes (Linux takes 4095)");
        Rejects(new TarBytes().Add('x', "pax", change: header => TarBytes.Octal(0x10000001, 11).CopyTo(header, 124)).ToArray(),
            "entry 1 at offset 0 has headers of more than 1048576 bytes");
        Rejects(new TarBytes().Pax('x', "path=a\0b").Add('0', "f").ToArray(), "entry 1 at offset 1024 has a NUL in its name");
        Rejects(new TarBytes().Add('2', "f").ToArray(), "entry 1 'f' at offset 0 has an empty link target");
    }

    [Fact]
    public void What_no_file_system_can_make_is_rejected()
    {
        Rejects(new TarBytes().Pax('x', "path=d/" + new string('n', 256)).Add('0', "f").ToArray(), "entry 1 at offset 1024 has a name of 256 bytes (Linux takes 255)");
        Rejects(new TarBytes().Pax('x', "linkpath=" + new string('l', 4096)).Add('2', "f").ToArray(),
            "entry 1 'f' at offset 5120 has a link target of 4096 bytes (Linux takes 4095)");
    }

    [Theory]
    [InlineData("user.", "it has no name behind 'user.'")]
    [InlineData("user.a=b", "a pax record cannot name it")]
    [InlineData("security.capability", "its value is no set of capabilities")]
    public void Extended_attributes_that_no_file_can_have_are_rejected(string name, string problem)
    {
        if (name.Contains('=', StringComparison.Ordinal))
            ExtendedAttributes.ProblemOf(name, "v"u8)!.ShouldStartWith(problem);
        else
            Rejects(new TarBytes().Pax('x', $"SCHILY.xattr.{name}=junk").Add('0', "f").ToArray(),
                $"entry 1 'f' at offset 1024 has the extended attribute '{name}', which no file can have ({problem}");
        ExtendedAttributes.ProblemOf("user." + new string('n', 251), []).ShouldBe("its name has 256 bytes, Linux takes 255");
        ExtendedAttributes.ProblemOf("user.n", new byte[65537]).ShouldBe("its value has 65537 bytes, Linux takes 65536");
        ExtendedAttributes.ProblemOf("security.capability", [1, 0, 0, 2, .. new byte[16]]).ShouldBeNull();
    }

    [Theory]
    [InlineData("user.note", true)]
    [InlineData("user.overlaying", true)]
    [InlineData("user.overlay.opaque", false)]
    [InlineData("user.overlay.redirect", false)]
    [InlineData("user.fuseoverlayfs.opaque", false)]
    [InlineData("user.containers.override_stat", false)]
    [InlineData("trusted.overlay.opaque", false)]
    [InlineData("security.selinux", false)]
    public void Attributes_that_file_systems_note_for_themselves_are_no_content(string name, bool isContent)
    {
        Read(new TarBytes().Pax('x', $"SCHILY.xattr.{name}=y").Add('5', "d/").ToArray())[0].Metadata.Attributes.ContainsKey(name).ShouldBe(isContent);
        ExtendedAttributes.ContentOf(Metadata.NoAttributes.Add(name, [1])).IsEmpty.ShouldBe(!isContent);
    }

    [Theory]
    [InlineData('2')]
    [InlineData('6')]
    public void Links_and_fifos_have_no_attributes(char type) =>
        Read(new TarBytes().Pax('x', "SCHILY.xattr.user.a=y").Add(type, "f", target: "t").ToArray())[0].Metadata.Attributes.ShouldBeEmpty();

    [Fact]
    public void What_follows_a_single_block_of_zeros_is_rejected()
    {
        byte[] tar = [.. new TarBytes().Add('0', "f").ToArray().AsSpan(0, 512), .. new byte[512], .. new TarBytes().Add('0', "g").ToArray()];
        Rejects(tar, "entry 2 at offset 512 follows a single block of zeros");
        Read(tar[..1024]).Length.ShouldBe(1);
    }

    [Fact]
    public void Global_headers_do_not_pile_up()
    {
        var tar = new TarBytes();
        for (var index = 0; index < 3; index++)
            tar.Pax('g', $"comment{index}=" + new string('x', 500_000)).Add('0', "f");
        Rejects(tar.ToArray(), "entry 3 at offset 1002496 has headers of more than 1048576 bytes");
        Rejects(new TarBytes().Pax('g', [.. Enumerable.Range(0, 1001).Select(index => $"k{index}=v")]).ToArray(),
            "entry 1 at offset 0 has 1001 pax records (at most 1000 are read)");
    }

    [Theory]
    [InlineData("12 path=a\n")]
    [InlineData("8 path=a")]
    [InlineData("x path=a\n")]
    [InlineData("99999999999 path=a\n")]
    [InlineData("-1 path=a\n")]
    [InlineData("5 =a\n")]
    [InlineData("0")]
    public void A_malformed_pax_header_is_rejected(string records) =>
        Rejects(new TarBytes().Add('x', "pax", records).Add('0', "f").ToArray(), "entry 1 at offset 0 has a malformed pax header");

    [Theory]
    [InlineData('S', "is a sparse file")]
    [InlineData('M', "continues a file of another volume")]
    [InlineData('Z', "is of unknown type 0x5a")]
    public void What_cannot_be_read_is_rejected_by_its_kind(char type, string message) =>
        Rejects(new TarBytes().Add(type, "f").ToArray(), "entry 1 'f' at offset 0 " + message);

    [Theory]
    [InlineData("GNU.sparse.major=1")]
    [InlineData("GNU.sparse.map=0,1")]
    public void Sparse_files_of_pax_are_rejected(string record) =>
        Rejects(new TarBytes().Pax('x', record).Add('0', "f").ToArray(), "entry 1 'f' at offset 1024 is a sparse file (pack the archive without --sparse)");

    [Fact]
    public void A_file_is_known_for_an_archive_by_its_first_block()
    {
        TarReader.IsTar(new TarBytes().Add('0', "f").ToArray()).ShouldBeTrue();
        TarReader.IsTar(new byte[1024]).ShouldBeFalse();
        TarReader.IsTar("short"u8).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1F8B0800", Compression.Gzip)]
    [InlineData("425A6839", Compression.Bzip2)]
    [InlineData("FD377A585A00", Compression.Xz)]
    [InlineData("28B52FFD", Compression.Zstd)]
    [InlineData("5A2A4D18", Compression.Zstd)]
    [InlineData("", Compression.None)]
    [InlineData("1F8B", Compression.None)]
    public void Compression_is_told_by_the_first_bytes(string hex, Compression expected) =>
        CompressionMagic.Detect(Convert.FromHexString(hex)).ShouldBe(expected);

    [Fact]
    public void Ten_thousand_folders_below_each_other_are_rejected()
    {
        var deep = string.Concat(Enumerable.Repeat("d/", 10_000));
        Rejects(new TarBytes().Pax('x', "path=" + deep).Add('5', "d").ToArray(), "entry 1 at offset 20992 has a name of 20000 bytes");
    }
}

using System.Text;
using ImgRep.Files;
using ImgRep.Images.Layers;

namespace ImgRep.Tests.Images;

/// <summary>What stands in a header itself and what in pax records, at the edges.</summary>
public class UstarBlockTests
{
    [Theory]
    [InlineData(8589934591, "77777777777", "")]
    [InlineData(8589934592, "00000000000", "19 size=8589934592\n")]
    [InlineData(10_000_000_000_000, "00000000000", "23 size=10000000000000\n")]
    public void Sizes_from_eight_gibibytes_on_are_in_a_record(long size, string field, string records)
    {
        var header = new TarHeader(TarEntryType.File, "f"u8.ToArray()) { Size = size };
        Field(header, 124, 11).ShouldBe(field);
        Records(header).ShouldBe(records);
    }

    [Fact]
    public void The_header_of_a_file_of_eight_gibibytes_is_that_of_the_second_implementation()
    {
        using var bytes = new MemoryStream();
        using var output = new HashPipeline(bytes);
        TarWriter.WriteHeader(new TarHeader(TarEntryType.File, "f"u8.ToArray()) { Size = 1L << 33 }, output);
        output.Complete().ToString().ShouldBe("sha256:4b9fc1a734c10718a2779d1c917b2e6665f82bb92cdef516ee534886e9f6ad18");
    }

    [Theory]
    [InlineData(2097151u, "7777777", "")]
    [InlineData(2097152u, "0000000", "15 gid=2097152\n15 uid=2097152\n")]
    [InlineData(4294967294u, "0000000", "18 gid=4294967294\n18 uid=4294967294\n")]
    public void Ids_of_more_than_seven_octal_digits_are_in_records(uint id, string field, string records)
    {
        var header = new TarHeader(TarEntryType.File, "f"u8.ToArray()) { Owner = id, Group = id };
        Field(header, 108, 7).ShouldBe(field);
        Field(header, 116, 7).ShouldBe(field);
        Records(header).ShouldBe(records);
    }

    [Theory]
    [InlineData(0, 100, 0)] // 100 bytes: the name alone
    [InlineData(0, 101, null)] // no slash to cut at
    [InlineData(1, 99, 1)]
    [InlineData(1, 100, 1)]
    [InlineData(155, 100, 155)] // 256 bytes: the most that fits
    [InlineData(155, 101, null)]
    [InlineData(156, 1, null)] // the prefix would have 156
    public void A_path_is_cut_at_the_last_slash_that_fits(int folder, int name, int? cut)
    {
        var path = folder == 0 ? new string('n', name) : $"{new string('d', folder)}/{new string('n', name)}";
        UstarBlock.Split(Encoding.ASCII.GetBytes(path)).ShouldBe(cut);
    }

    [Fact]
    public void The_slash_that_ends_a_folder_is_not_where_its_path_is_cut()
    {
        UstarBlock.Split(Encoding.ASCII.GetBytes($"{new string('d', 100)}/")).ShouldBeNull();
        UstarBlock.Split(Encoding.ASCII.GetBytes($"a/{new string('d', 99)}/")).ShouldBe(1);
    }

    [Fact]
    public void The_length_of_a_record_counts_its_own_digits()
    {
        // No record has 100 bytes: the one that would have them needs a digit more.
        Records(new TarHeader(TarEntryType.File, Encoding.UTF8.GetBytes("é" + new string('x', 87)))).ShouldStartWith("98 path=");
        Records(new TarHeader(TarEntryType.File, Encoding.UTF8.GetBytes("é" + new string('x', 88)))).ShouldStartWith("99 path=");
        Records(new TarHeader(TarEntryType.File, Encoding.UTF8.GetBytes("é" + new string('x', 89)))).ShouldStartWith("101 path=");
    }

    [Fact]
    public void A_header_is_read_as_it_was_written()
    {
        var header = new TarHeader(TarEntryType.BlockDevice, "dev/disk"u8.ToArray()) { Mode = Modes.Octal("660"), Owner = 7, Group = 6, Major = 259, Minor = 1048575 };
        var block = new byte[UstarBlock.Size];
        UstarBlock.Write(header, block);
        var read = UstarBlock.Read(block);
        read.Path.ToArray().ShouldBe(header.Path.ToArray());
        (read with { Path = header.Path, LinkPath = header.LinkPath }).ShouldBe(header);
    }

    private static string Field(TarHeader header, int start, int length)
    {
        var block = new byte[UstarBlock.Size];
        UstarBlock.Write(header, block);
        return Encoding.ASCII.GetString(block, start, length);
    }

    private static string Records(TarHeader header) => Encoding.UTF8.GetString(PaxRecords.Write(header).Span);
}

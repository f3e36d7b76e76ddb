using System.Buffers.Binary;
using ImgRep.Files;
using ImgRep.Files.Differences;

namespace ImgRep.Tests.Files;

public class ChangeDetailsTests
{
    [Fact]
    public void What_differs_is_on_one_line_with_both_values()
    {
        var before = TreeText.Parse("0755 0:0 a/\n0644 0:0 a/text = one\n0644 0:0 gone = three\n0777 0:0 link -> x\n");
        var after = TreeText.Parse("0700 3:4 a/\n4755 0:0 a/text = once more\n0777 0:0 link -> y\n0644 0:0 new = four\n");
        Lines(before, after).ShouldBe(
        [
            "~ /a: mode 0755 -> 0700; owner 0:0 -> 3:4",
            "~ /a/text: bytes differ from 2 (0x2) on; size 3 -> 9; mode 0644 -> 4755",
            "- /gone: a file of 5 bytes, mode 0644",
            "~ /link: target x -> y",
            "+ /new: a file of 4 bytes, mode 0644",
        ]);
    }

    [Fact]
    public void A_file_that_goes_on_where_the_other_ends_differs_from_there() =>
        Lines(File([1, 2, 3]), File([1, 2, 3, 4])).ShouldBe(["~ /f: bytes differ from 3 (0x3) on; size 3 -> 4"]);

    [Fact]
    public void A_difference_far_into_a_large_file_is_found()
    {
        var (before, after) = (new byte[200_000], new byte[200_000]);
        after[150_001] = 1;
        Lines(File(before), File(after)).ShouldBe(["~ /f: bytes differ from 150001 (0x249f1) on"]);
    }

    [Theory]
    [InlineData(0x100, ", in section .text")]
    [InlineData(0x10f, ", in section .text")]
    [InlineData(0x110, ", in section .comment")]
    [InlineData(0x130, "")]
    [InlineData(0x40, "")]
    public void In_an_executable_the_section_is_named(int offset, string section)
    {
        var before = Elf();
        var after = Elf();
        after[offset] ^= 1;
        Lines(File(before), File(after)).ShouldBe([$"~ /f: bytes differ from {offset} (0x{offset:x}) on{section}"]);
    }

    [Fact]
    public void Any_bytes_after_the_magic_are_endured()
    {
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = Elf();
            for (var changes = 0; changes < 8; changes++)
                bytes[random.Next(4, bytes.Length)] = (byte)random.Next(256);
            var other = (byte[])bytes.Clone();
            other[random.Next(other.Length)] ^= 1;
            Lines(File(bytes), File(other)).Length.ShouldBe(1);
        }
    }

    [Fact]
    public void A_name_cannot_begin_another_line() =>
        Lines(FileTree.Empty, FileTree.Empty.With([FileName.Parse("a\n+ b")], new FifoNode(Metadata.DefaultFile))).ShouldBe(["+ /a\uFFFD+ b: a fifo, mode 0644"]);

    private static string[] Lines(FileTree before, FileTree after) =>
        [.. TreeDifference.Between(before, after).Select(change => ChangeDetails.Explain(change).ToString())];

    private static FileTree File(byte[] content) =>
        FileTree.Empty.With([FileName.Parse("f")], new FileNode(Metadata.DefaultFile, new MemoryContent([.. content])));

    /// <summary>Sections .text at 0x100 and .comment at 0x110, 16 bytes each, their names at 0x120, the headers at 0x140.</summary>
    private static byte[] Elf()
    {
        var bytes = new byte[0x140 + (4 * 64)];
        "\x7fELF\x02\x01\x01"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), 0x140);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(58), 64);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(60), 4);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(62), 3);
        "\0.text\0.comment\0"u8.CopyTo(bytes.AsSpan(0x120));
        Section(1, 1, 0x100);
        Section(2, 7, 0x110);
        Section(3, 0, 0x120);
        return bytes;

        void Section(int index, int name, int start)
        {
            var header = bytes.AsSpan(0x140 + (index * 64));
            BinaryPrimitives.WriteInt32LittleEndian(header, name);
            BinaryPrimitives.WriteInt64LittleEndian(header[24..], start);
            BinaryPrimitives.WriteInt64LittleEndian(header[32..], 16);
        }
    }
}

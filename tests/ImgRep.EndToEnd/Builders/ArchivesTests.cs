using System.IO.Compression;
using ImgRep.EndToEnd.Images;
using ImgRep.Files;
using ImgRep.Host.Builders.Embedded;
using ImgRep.Host.Store;
using ImgRep.Primitives;
using ImgRep.Tests.Files;

namespace ImgRep.EndToEnd.Builders;

/// <summary>What ADD takes for an archive, with the machine's own programs to unpack it.</summary>
public sealed class ArchivesTests : IDisposable
{
    private static readonly byte[] Tar = new TarBytes().Add('0', "f", "hello").Add('0', "g", new string('x', 5000)).ToArray();
    private readonly Scratch scratch = new();
    private readonly ContentStore store;

    public ArchivesTests() => store = new ContentStore(scratch.PathOf("store"));

    public void Dispose()
    {
        store.Dispose();
        scratch.Dispose();
    }

    [Needs("gzip", "bzip2", "xz", "zstd")]
    public void A_file_that_only_looks_compressed_is_none()
    {
        foreach (var start in (byte[][])[[0x1F, 0x8B, 8], [.. "BZh"u8], [0xFD, .. "7zXZ\0"u8], [0x28, 0xB5, 0x2F, 0xFD]])
            Open([.. start, .. " is how this note begins\n"u8]).ShouldBeNull(Convert.ToHexString(start));
        Open(Gzip("only text"u8.ToArray())).ShouldBeNull();
        Open(Gzip(Tar)[..30]).ShouldBeNull();
        Open("a note"u8.ToArray()).ShouldBeNull();
    }

    [Needs("gzip")]
    public void Bytes_behind_a_compressed_archive_do_not_matter_and_damage_in_it_does()
    {
        Length(Open(Gzip(Tar))).ShouldBe(Tar.Length);
        Length(Open([.. Gzip(Tar), .. new byte[512]])).ShouldBe(Tar.Length);
        Length(Open([.. Gzip(Tar), .. "garbage"u8])).ShouldBe(Tar.Length);
        Length(Open([.. Gzip(Tar[..600]), .. Gzip(Tar[600..])])).ShouldBe(Tar.Length);
        byte[] damaged = [.. Gzip(Tar)[..^8], .. "checksum"u8];
        Should.Throw<RejectedInputException>(() => Open(damaged)).Message.ShouldStartWith("Containerfile:2:1: error: the archive 'a.tgz' cannot be unpacked: ");
    }

    private ImgRep.Files.Copying.TarArchive? Open(byte[] bytes) =>
        new Archives(store, new SourceSpan("Containerfile", 2, 1), CancellationToken.None).Open("a.tgz", new MemoryContent([.. bytes]));

    private static long Length(ImgRep.Files.Copying.TarArchive? archive)
    {
        using var tar = archive.ShouldNotBeNull().Tar;
        return tar.Length;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return compressed.ToArray();
    }
}

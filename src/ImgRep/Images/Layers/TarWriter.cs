using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Images.Layers;

/// <summary>Writes tar entries: pax records where they are needed, the ustar header, the content, zeros up to the next block.</summary>
internal static class TarWriter
{
    /// <exception cref="RejectedInputException">The entry needs more pax records than readers read.</exception>
    public static void WriteHeader(TarHeader header, BlockWriter output)
    {
        Span<byte> block = stackalloc byte[UstarBlock.Size];
        var records = PaxRecords.Write(header);
        if (!records.IsEmpty)
        {
            UstarBlock.Write(RecordsHeader(header, records.Length), block);
            output.Write(block);
            output.Write(records.Span);
            Pad(records.Length, output);
        }
        UstarBlock.Write(header, block);
        output.Write(block);
    }

    /// <summary>Copies a file's bytes; fewer or more than announced are an <see cref="IOException"/> that names the path.</summary>
    public static void WriteContent(ReadOnlyMemory<byte> path, IFileContent content, BlockWriter output, CancellationToken cancellation)
    {
        using var stream = content.Open();
        WriteContent(path, stream, content.Length, output, cancellation);
    }

    /// <inheritdoc cref="WriteContent(ReadOnlyMemory{byte}, IFileContent, BlockWriter, CancellationToken)"/>
    public static void WriteContent(ReadOnlyMemory<byte> path, Stream content, long length, BlockWriter output, CancellationToken cancellation)
    {
        for (var left = length; left > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            var free = output.Free;
            var count = content.Read(free[..(int)Math.Min(left, free.Length)]);
            if (count == 0)
                throw new IOException($"{LayerRules.Show(path)} ends after {length - left} of {length} bytes: it changed while it was read");
            output.Advance(count);
            left -= count;
        }
        if (content.Read(stackalloc byte[1]) != 0)
            throw new IOException($"{LayerRules.Show(path)} goes on after its {length} bytes: it changed while it was read");
        Pad(length, output);
    }

    /// <summary>Two blocks of zeros.</summary>
    public static void WriteEnd(BlockWriter output) => output.WriteZeros(2 * UstarBlock.Size);

    /// <summary>Bytes between the end of a content and the next block.</summary>
    public static int Padding(long length) => (int)(-length & (UstarBlock.Size - 1));

    private static void Pad(long length, BlockWriter output) => output.WriteZeros(Padding(length));

    private static TarHeader RecordsHeader(TarHeader header, int length) =>
        length <= PaxRecords.LargestTotal
            ? new TarHeader(TarEntryType.Pax, PaxRecords.EntryName) { Size = length }
            : throw LayerRules.Rejected(
                header.Path,
                "pax-too-large",
                $"its name, link and extended attributes need {length} bytes of pax records, more than the {PaxRecords.LargestTotal} that readers take",
                "shorten its path or drop extended attributes");
}

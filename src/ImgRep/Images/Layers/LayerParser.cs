using System.Security.Cryptography;
using ImgRep.Files;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images.Layers;

/// <summary>Takes a layer apart into entries, hashing all of it on one thread and every file on another.</summary>
internal sealed class LayerParser(Stream layer, Func<long, long, Digest, IFileContent> slice, CancellationToken cancellation) : IDisposable
{
    private readonly LayerInput input = new(layer);
    private readonly IncrementalHash frame = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash fileHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The entries up to the end, or up to what is wrong.</summary>
    public List<LayerEntry> Entries { get; } = [];

    /// <summary>Reads the entries up to the end.</summary>
    /// <exception cref="InvalidDataException">The bytes are no tar that <see cref="LayerWriter"/> could have written.</exception>
    public void Parse()
    {
        while (ReadEntry())
        {
        }
    }

    /// <summary>Reads what is left, whatever it is: the hash and the length of the whole.</summary>
    public LayerDescriptor Complete() => new(input.Complete(), input.Position);

    /// <summary>The hash of all entries without the contents of files.</summary>
    public Digest FrameDigest() => Digest.FromHash(frame.GetHashAndReset());

    public void Dispose()
    {
        input.Dispose();
        frame.Dispose();
        fileHash.Dispose();
    }

    private bool ReadEntry()
    {
        cancellation.ThrowIfCancellationRequested();
        var block = TakeFrame();
        if (!block.ContainsAnyExcept((byte)0))
        {
            TakeEnd();
            return false;
        }
        var header = UstarBlock.Read(block);
        if (header.Type == TarEntryType.Pax)
        {
            var records = TakeRecords(header.Size);
            header = PaxRecords.Apply(records, UstarBlock.Read(TakeFrame()));
        }
        Entries.Add(new LayerEntry(header, header.Type == TarEntryType.File ? TakeContent(header.Size) : null));
        return true;
    }

    private ReadOnlySpan<byte> TakeFrame()
    {
        var block = input.TakeBlock();
        frame.AppendData(block);
        return block;
    }

    private byte[] TakeRecords(long size)
    {
        if (size > PaxRecords.LargestTotal)
            throw new InvalidDataException($"it has {size} bytes of pax records");
        var records = new byte[size + TarWriter.Padding(size)];
        for (var at = 0; at < records.Length; at += UstarBlock.Size)
            TakeFrame().CopyTo(records.AsSpan(at));
        return records[..(int)size];
    }

    private IFileContent TakeContent(long size)
    {
        var offset = input.Position;
        for (var left = size; left > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            // Whole blocks: LayerInput promises full ones for those.
            var bytes = input.Take(left + TarWriter.Padding(left));
            var content = bytes[..(int)Math.Min(left, bytes.Length)];
            if (content.IsEmpty)
                throw new InvalidDataException($"it ends {left} bytes before its content does");
            fileHash.AppendData(content);
            frame.AppendData(bytes[content.Length..]);
            left -= content.Length;
        }
        return slice(offset, size, Digest.FromHash(fileHash.GetHashAndReset()));
    }

    private void TakeEnd()
    {
        if (TakeFrame().ContainsAnyExcept((byte)0) || !input.Take(1).IsEmpty)
            throw new InvalidDataException("it goes on after a block of zeros");
    }
}

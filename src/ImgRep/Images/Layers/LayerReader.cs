using ImgRep.Files;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images.Layers;

/// <summary>Makes a tree of a canonical layer, its contents slices of the layer. One pass over the bytes.</summary>
public static class LayerReader
{
    /// <param name="layer">Read from where it stands to its end.</param>
    /// <param name="slice">Gives the content that lies at an offset of the layer, with a length and a digest.</param>
    /// <exception cref="RejectedInputException">The bytes are not those of the digest, or they are no canonical layer.</exception>
    public static FileTree Read(
        Stream layer, LayerDescriptor expected, Func<long, long, Digest, IFileContent> slice, CancellationToken cancellation)
    {
        using var parser = new LayerParser(layer, slice, cancellation);
        var flaw = Flaw(parser.Parse);
        var found = parser.Complete();
        if (found != expected)
            throw Rejected(expected, "layer-digest", $"its {found.Size} bytes have the digest {found.Digest}, {expected.Size} bytes were expected", "fetch or build it anew");
        var tree = FileTree.Empty;
        flaw ??= Flaw(() => tree = LayerTreeBuilder.Build(parser.Entries));
        if (flaw is null && FrameOf(tree) != parser.FrameDigest())
            flaw = "written again, its entries are others or in another order";
        return flaw is null ? tree : throw Rejected(expected, "layer-not-canonical", $"it is no canonical layer: {flaw}", "use images that imgrep has written");
    }

    /// <summary>The hash of a tree's layer without the contents of files: when it is the one that was read, so is every byte, for
    /// the contents lie where the headers say.</summary>
    private static Digest FrameOf(FileTree tree)
    {
        using var output = new HashPipeline(destination: null);
        foreach (var entry in CanonicalEntries.List(tree))
        {
            TarWriter.WriteHeader(entry.Header, output);
            output.WriteZeros(TarWriter.Padding(entry.Header.Size));
        }
        TarWriter.WriteEnd(output);
        return output.Complete();
    }

    private static string? Flaw(Action step)
    {
        try
        {
            step();
            return null;
        }
        catch (InvalidDataException flaw)
        {
            return flaw.Message;
        }
    }

    private static RejectedInputException Rejected(LayerDescriptor layer, string rule, string message, string hint) =>
        new(Diagnostic.Error(SourceSpan.Whole(layer.Digest.ToString()), rule, message, hint));
}

using ImgRep.Files;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Images.Layers;

/// <summary>Writes a tree as a canonical layer: the tar whose bytes depend on nothing but the tree (docs/formats/canonical-image.md).</summary>
public static class LayerWriter
{
    /// <param name="destination">Receives the tar; null when only its digest is wanted. Neither flushed nor closed.</param>
    /// <exception cref="RejectedInputException">The tree holds what no layer can: a name that is not UTF-8, a whiteout.</exception>
    /// <exception cref="IOException">A file could not be read, or has another length than was announced.</exception>
    public static LayerDescriptor Write(FileTree tree, Stream? destination, CancellationToken cancellation)
    {
        using var output = new HashPipeline(destination);
        foreach (var entry in CanonicalEntries.List(tree))
        {
            cancellation.ThrowIfCancellationRequested();
            TarWriter.WriteHeader(entry.Header, output);
            if (entry.Content is not null)
                TarWriter.WriteContent(entry.Header.Path, entry.Content, output, cancellation);
        }
        TarWriter.WriteEnd(output);
        return new LayerDescriptor(output.Complete(), output.Length);
    }
}

using System.Collections.Immutable;
using System.Text;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Checkouts;

/// <summary>The file <c>digests</c> of a tree on disk.</summary>
public static class CheckoutDigests
{
    /// <exception cref="RejectedInputException">There is none, or it is malformed.</exception>
    public static ImmutableSortedDictionary<PackageName, Digest> Read(Checkout folder) => TryRead(folder) ?? throw new RejectedInputException(Diagnostic.Error(
        SourceSpan.Whole(DigestsFile.Path), "no-digests", "the tree has no such file, so there is nothing to compare with", "imgrep build of all packages writes it"));

    /// <returns>Null if there is none.</returns>
    /// <exception cref="RejectedInputException">It is malformed.</exception>
    public static ImmutableSortedDictionary<PackageName, Digest>? TryRead(Checkout folder)
    {
        if (CheckoutFile.TryReadText(folder, DigestsFile.Path, SmallFile.MaximumTable) is not { } text)
            return null;
        var diagnostics = new List<Diagnostic>();
        var digests = DigestsFile.Parse(text, diagnostics);
        return diagnostics.Count == 0 ? digests : throw new RejectedInputException([.. diagnostics]);
    }

    /// <summary>Writes it, if it is not that already.</summary>
    /// <returns>Whether it was written.</returns>
    public static bool Write(Checkout folder, ImmutableSortedDictionary<PackageName, Digest> digests)
    {
        var text = DigestsFile.Write(digests);
        if (CheckoutFile.TryReadText(folder, DigestsFile.Path, SmallFile.MaximumTable) == text)
            return false;
        DurableFile.Write(folder, DigestsFile.Path, Encoding.UTF8.GetBytes(text));
        return true;
    }
}

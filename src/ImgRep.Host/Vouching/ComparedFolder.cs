using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Primitives;
using ImgRep.Sources.Comparing;

namespace ImgRep.Host.Vouching;

/// <summary>The differences of each source that are accepted, <c>compared/HEX</c> in a tree.</summary>
public static class ComparedFolder
{
    private const string Folder = "compared";

    /// <summary>Those of one source; none if nobody has looked at it.</summary>
    /// <exception cref="RejectedInputException">The file has mistakes: all of them.</exception>
    public static AcceptedDifferences Read(Checkout tree, Digest source) =>
        CheckoutFile.TryReadText(tree, PathOf(source), SmallFile.MaximumTable) is { } text ? AcceptedDifferences.Parse(text, PathOf(source)) : AcceptedDifferences.None;

    /// <summary>Accepts differences, in the place of those before.</summary>
    public static void Write(Checkout tree, Digest source, string fileName, IEnumerable<SourceDifference> differences)
    {
        var heading = $"{SourcePath.Escape(fileName)}: what it has and the project's version control does not";
        DurableFile.Write(tree, PathOf(source), Encoding.UTF8.GetBytes(AcceptedDifferences.Write(heading, differences)));
    }

    private static string PathOf(Digest source) => $"{Folder}/{source.Hex}";
}

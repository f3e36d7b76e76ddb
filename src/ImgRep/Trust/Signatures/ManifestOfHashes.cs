using System.Collections.Immutable;
using System.Text;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Trust.Signatures;

/// <summary>Many claims under one signature (docs/formats/signatures.md): lines that <c>sha256sum</c> could have written, below
/// comments that say what is claimed about them. One sequence of claims has one spelling.</summary>
public static class ManifestOfHashes
{
    /// <summary>Bytes: some hundred thousand lines.</summary>
    public const int Largest = 64 << 20;

    private const int HexLength = 64;
    private const string First = "# imgrep manifest 1";
    private const string Copied = "# copied";
    private const string Rebuilt = "# rebuilt";
    private const string Withdrawn = "# withdrawn";

    public static byte[] Write(IEnumerable<Claim> claims)
    {
        var text = new StringBuilder(First).Append('\n');
        foreach (var section in claims.GroupBy(claim => HeadOf(claim.Kind, claim.Workshop)).OrderBy(section => section.Key, StringComparer.Ordinal))
            text.Append(section.Key).AppendJoin("", section.Select(LineOf).Distinct().Order(ByName));
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <exception cref="MalformedSignatureException">It is not exactly what <see cref="Write"/> would have written; says the line.</exception>
    public static ImmutableArray<Claim> Parse(ReadOnlySpan<byte> bytes)
    {
        var lines = ManifestLines.Begin(bytes, Largest, First);
        var claims = ImmutableArray.CreateBuilder<Claim>(bytes.Length / HexLength);
        string? last = null;
        while (!lines.IsAtEnd)
        {
            var number = lines.Number + 1;
            var (kind, workshop) = ParseHead(ref lines);
            var head = HeadOf(kind, workshop);
            if (string.CompareOrdinal(last, head) >= 0)
                throw new MalformedSignatureException($"line {number}: this section stands here twice, or out of order");
            last = head;
            ParseLines(ref lines, kind, workshop, claims);
        }
        return claims.ToImmutable();
    }

    private static (ClaimKind Kind, Workshop? Workshop) ParseHead(ref ManifestLines lines) => lines.Take() switch
    {
        Copied => (ClaimKind.Copied, null),
        Withdrawn => (ClaimKind.Withdrawn, null),
        Rebuilt => (ClaimKind.Rebuilt, WorkshopText.Parse(ref lines, "# ")),
        _ => throw lines.Wrong($"{Copied}', '{Rebuilt}' or '{Withdrawn}"),
    };

    private static void ParseLines(ref ManifestLines lines, ClaimKind kind, Workshop? workshop, ImmutableArray<Claim>.Builder claims)
    {
        if (lines.IsAtEnd || lines.IsAtComment)
            throw new MalformedSignatureException($"line {lines.Number}: nothing stands below it");
        for (ReadOnlySpan<byte> previous = []; !lines.IsAtEnd && !lines.IsAtComment; previous = lines.Current)
        {
            lines.Move();
            if (!previous.IsEmpty && Compare(previous, lines.Current) >= 0)
                throw new MalformedSignatureException($"line {lines.Number}: '{lines.Text}' stands there twice, or out of order");
            claims.Add(ParseLine(lines.Current, kind, workshop) ?? throw lines.Wrong(kind == ClaimKind.Copied ? "HEX  NAME" : "HEX  NAME  RECIPE"));
        }
    }

    private static Claim? ParseLine(ReadOnlySpan<byte> line, ClaimKind kind, Workshop? workshop)
    {
        if (line.Length <= HexLength + 2 || !Digest.TryParseHex(line[..HexLength], out var image) || !line[HexLength..].StartsWith("  "u8))
            return null;
        var rest = line[(HexLength + 2)..];
        if (kind == ClaimKind.Copied)
            return PackageName.TryParse(Encoding.Latin1.GetString(rest), out var copied) ? new Claim(copied, image, ClaimKind.Copied) : null;
        var end = rest.Length - HexLength - 2;
        return end > 0 && rest[end..].StartsWith("  "u8) && PackageName.TryParse(Encoding.Latin1.GetString(rest[..end]), out var package)
            && Digest.TryParseHex(rest[(end + 2)..], out var recipe)
            ? new Claim(package, image, kind, recipe, workshop) : null;
    }

    private static string HeadOf(ClaimKind kind, Workshop? workshop) => kind switch
    {
        ClaimKind.Copied => Copied + "\n",
        ClaimKind.Withdrawn => Withdrawn + "\n",
        _ => $"{Rebuilt}\n{WorkshopText.Print(workshop!, "# ")}",
    };

    private static string LineOf(Claim claim) =>
        claim.Recipe is { } recipe ? $"{claim.Image.Hex}  {claim.Package}  {recipe.Hex}\n" : $"{claim.Image.Hex}  {claim.Package}\n";

    private static Comparer<string> ByName { get; } = Comparer<string>.Create((a, b) => Compare(Encoding.ASCII.GetBytes(a), Encoding.ASCII.GetBytes(b)));

    /// <summary>By what stands after the digest, then by the digest.</summary>
    private static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        a.Length > HexLength && b.Length > HexLength && a[HexLength..].SequenceCompareTo(b[HexLength..]) is not 0 and var order ? order : a.SequenceCompareTo(b);
}

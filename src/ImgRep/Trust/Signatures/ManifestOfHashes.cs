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

    private const string First = "# imgrep manifest 1";
    private const string Copied = "# copied";
    private const string Rebuilt = "# rebuilt";

    public static byte[] Write(IEnumerable<Claim> claims)
    {
        var text = new StringBuilder(First).Append('\n');
        foreach (var section in claims.GroupBy(claim => HeadOf(claim)).OrderBy(section => section.Key, StringComparer.Ordinal))
            text.Append(section.Key).AppendJoin("", section.Select(LineOf).Distinct().Order(ByName));
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <exception cref="MalformedSignatureException">It is not exactly what <see cref="Write"/> would have written; says the line.</exception>
    public static ImmutableArray<Claim> Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Largest)
            throw new MalformedSignatureException($"it has {bytes.Length} bytes, more than {Largest}");
        if (bytes.IsEmpty || bytes[^1] != '\n')
            throw new MalformedSignatureException("it does not end with a line end: is it truncated?");
        var lines = Encoding.Latin1.GetString(bytes[..^1]).Split('\n');
        if (lines[0] != First)
            throw Wrong(1, lines[0], First);
        var claims = ImmutableArray.CreateBuilder<Claim>(lines.Length);
        string? last = null;
        for (var at = 1; at < lines.Length;)
        {
            var (workshop, length) = ParseHead(lines, at);
            var head = string.Join('\n', lines[at..(at + length)]) + '\n';
            if (string.CompareOrdinal(last, head) >= 0)
                throw new MalformedSignatureException($"line {at + 1}: this section stands here twice, or out of order");
            last = head;
            at = ParseLines(lines, at + length, workshop, claims);
        }
        return claims.ToImmutable();
    }

    private static (Workshop? Workshop, int Length) ParseHead(string[] lines, int at)
    {
        if (lines[at] == Copied)
            return (null, 1);
        if (lines[at] != Rebuilt)
            throw Wrong(at + 1, lines[at], $"{Copied}' or '{Rebuilt}");
        var builder = After(lines, at + 1, "# builder ");
        var blank = builder.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0)
            throw Wrong(at + 2, lines[at + 1], "# builder NAME VERSION");
        var workshop = new Workshop(builder[..blank], builder[(blank + 1)..], After(lines, at + 2, "# cpu "), After(lines, at + 3, "# distribution "), After(lines, at + 4, "# kernel "));
        return WorkshopText.Problem(workshop) is { } problem ? throw new MalformedSignatureException($"line {at + 1}: {problem}") : (workshop, 5);
    }

    private static string After(string[] lines, int at, string start) =>
        at < lines.Length && lines[at].StartsWith(start, StringComparison.Ordinal) ? lines[at][start.Length..]
        : throw Wrong(at + 1, at < lines.Length ? lines[at] : "", start + "...");

    private static int ParseLines(string[] lines, int at, Workshop? workshop, ImmutableArray<Claim>.Builder claims)
    {
        var start = at;
        for (; at < lines.Length && !lines[at].StartsWith('#'); at++)
        {
            if (at > start && ByName.Compare(lines[at - 1], lines[at]) >= 0)
                throw new MalformedSignatureException($"line {at + 1}: '{lines[at]}' stands there twice, or out of order");
            claims.Add(ParseLine(lines[at], workshop) ?? throw Wrong(at + 1, lines[at], workshop is null ? "HEX  NAME" : "HEX  NAME  RECIPE"));
        }
        return at > start ? at : throw new MalformedSignatureException($"line {at}: nothing stands below it");
    }

    private static Claim? ParseLine(string line, Workshop? workshop) => line.Split("  ") switch
    {
        [var hex, var name] when workshop is null && Digest.TryParseHex(hex, out var image) && PackageName.TryParse(name, out var package) =>
            new Claim(package, image, ClaimKind.Copied),
        [var hex, var name, var key] when workshop is not null && Digest.TryParseHex(hex, out var image) && PackageName.TryParse(name, out var package)
            && Digest.TryParseHex(key, out var recipe) => new Claim(package, image, ClaimKind.Rebuilt, recipe, workshop),
        _ => null,
    };

    private static string HeadOf(Claim claim) => claim.Workshop is { } workshop
        ? $"{Rebuilt}\n# builder {workshop.Builder} {workshop.Version}\n# cpu {workshop.CpuVendor}\n# distribution {workshop.Distribution}\n# kernel {workshop.Kernel}\n"
        : Copied + "\n";

    private static string LineOf(Claim claim) =>
        claim.Recipe is { } recipe ? $"{claim.Image.Hex}  {claim.Package}  {recipe.Hex}\n" : $"{claim.Image.Hex}  {claim.Package}\n";

    /// <summary>By what stands after the digest, then by the digest.</summary>
    private static Comparer<string> ByName { get; } = Comparer<string>.Create((a, b) =>
        a.Length > 64 && b.Length > 64 && string.CompareOrdinal(a, 64, b, 64, int.MaxValue) is not 0 and var order ? order : string.CompareOrdinal(a, b));

    private static MalformedSignatureException Wrong(int line, string got, string wanted) =>
        new($"line {line} is '{(got.Length > 200 ? got[..200] + "..." : got)}', expected '{wanted}'");
}

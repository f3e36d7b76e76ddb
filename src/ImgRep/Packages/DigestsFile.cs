using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>The file <c>digests</c>: what each package of the tree builds to, a line <c>HEX  NAME</c> each, sorted by name, as
/// <c>sha256sum</c> could have written it.</summary>
public static class DigestsFile
{
    public const string Path = "digests";
    private const string Rule = "digests";

    /// <param name="diagnostics">Takes every line that is not as it should be.</param>
    public static ImmutableSortedDictionary<PackageName, Digest> Parse(string text, ICollection<Diagnostic> diagnostics)
    {
        var digests = ImmutableSortedDictionary.CreateBuilder<PackageName, Digest>();
        PackageName? last = null;
        var lines = text.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var span = new SourceSpan(Path, at + 1, 1, lines[at].Length);
            if (at == lines.Length - 1)
            {
                if (lines[at].Length > 0)
                    diagnostics.Add(Diagnostic.Error(span, Rule, "the last line has no line end: is the file truncated?"));
            }
            else if (lines[at].Split("  ") is not [var hex, var name] || !Digest.TryParseHex(hex, out var digest) || !PackageName.TryParse(name, out var package))
            {
                diagnostics.Add(Diagnostic.Error(span, Rule, $"'{lines[at]}' is no line of digests", "write 64 hexadecimal digits, two blanks and the name of a package"));
            }
            else
            {
                if (last is not null && package <= last)
                    diagnostics.Add(Diagnostic.Error(span, Rule, $"'{package}' stands {(package == last ? "here a second time" : $"after '{last}'")}",
                        "sort the lines by name, each name once"));
                digests[package] = digest;
                last = package;
            }
        }
        return digests.ToImmutable();
    }

    public static string Write(ImmutableSortedDictionary<PackageName, Digest> digests) =>
        string.Concat(digests.Select(line => $"{line.Value.Hex}  {line.Key}\n"));
}

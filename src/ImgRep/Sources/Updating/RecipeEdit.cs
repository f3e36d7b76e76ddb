using System.Text.RegularExpressions;
using ImgRep.Primitives;

namespace ImgRep.Sources.Updating;

/// <summary>Puts another release into a Containerfile: its hash, its version where an ARG has that as its value, and its version in the line of its hash.
/// All else stays as it is, comments too.</summary>
public static partial class RecipeEdit
{
    /// <returns>The new text; null if it does not name the source in use.</returns>
    public static string? Apply(string text, (string Version, Digest Digest) inUse, (string Version, Digest Digest) next)
    {
        var (old, changed) = ($"sha256:{inUse.Digest.Hex}", false);
        var lines = text.Split('\n');
        for (var index = 0; index < lines.Length; index++)
        {
            if (lines[index].Contains(old, StringComparison.Ordinal))
            {
                changed = true;
                lines[index] = string.Join($"sha256:{next.Digest.Hex}", lines[index].Split(old).Select(part => Replace(part, inUse.Version, next.Version)));
            }
            else if (Argument().Match(lines[index]) is { Success: true } argument && argument.Groups[2].Value == inUse.Version)
            {
                lines[index] = argument.Groups[1].Value + next.Version;
            }
        }
        return changed ? string.Join('\n', lines) : null;
    }

    /// <summary>A release's URL with another version in it.</summary>
    public static Uri UrlOf(Upstream upstream, Uri inUse, string version, string next) =>
        new(upstream.Listing + Replace(inUse.AbsoluteUri[upstream.Listing.Length..], version, next));

    /// <summary>Replaces a version where it is not part of a longer one.</summary>
    private static string Replace(string text, string version, string next) =>
        Regex.Replace(text, $"(?<![0-9])(?<![0-9][.]){Regex.Escape(version)}(?![0-9]|[.][0-9])", next.Replace("$", "$$", StringComparison.Ordinal), RegexOptions.CultureInvariant);

    [GeneratedRegex(@"\A(ARG +\w+=)(\S+) *\z")]
    private static partial Regex Argument();
}

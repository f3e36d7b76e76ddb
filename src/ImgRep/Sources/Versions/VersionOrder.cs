using System.Globalization;
using System.Text.RegularExpressions;

namespace ImgRep.Sources.Versions;

/// <summary>Which of two versions is the later one, by the rules of deb-version(7): numbers count as numbers, a tilde comes before everything, even the end.</summary>
public static partial class VersionOrder
{
    private const string Really = "+really";

    /// <summary>Versions of an archive: <c>[EPOCH:]UPSTREAM[-REVISION]</c>. A higher epoch is later whatever follows.</summary>
    public static int CompareArchive(string one, string other)
    {
        var (left, right) = (Split(one), Split(other));
        return (left.Epoch.CompareTo(right.Epoch), CompareParts(left.Upstream, right.Upstream)) switch
        {
            (not 0 and var epochs, _) => epochs,
            (_, not 0 and var upstreams) => upstreams,
            _ => CompareParts(left.Revision, right.Revision),
        };
    }

    /// <summary>Versions as projects write them: one before a release, as 2.0rc1, comes before it.</summary>
    public static int CompareUpstream(string one, string other) => CompareParts(WithTilde(one), WithTilde(other));

    /// <summary>Whether it is one before a release, or a state of the repository between releases.</summary>
    public static bool IsBeforeRelease(string version) => version.Contains('~', StringComparison.Ordinal) || Before().IsMatch(version) || Snapshot().IsMatch(version);

    /// <summary>What the project calls a version of the archive: without epoch and revision, without a mark that the archive packed it anew.</summary>
    public static string UpstreamOf(string archiveVersion)
    {
        var upstream = Split(archiveVersion).Upstream;
        if (upstream.LastIndexOf(Really, StringComparison.Ordinal) is >= 0 and var really)
            return upstream[(really + Really.Length)..];
        return Repacked().Replace(upstream, "");
    }

    private static string WithTilde(string version) => Before().Replace(version, match => $"~{match.Groups[1].Value}");

    private static (long Epoch, string Upstream, string Revision) Split(string version)
    {
        var epoch = 0L;
        if (version.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && long.TryParse(version[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out epoch))
            version = version[(colon + 1)..];
        return version.LastIndexOf('-') is >= 0 and var dash ? (epoch, version[..dash], version[(dash + 1)..]) : (epoch, version, "");
    }

    /// <summary>Stretches that are no digits and stretches of digits in turn.</summary>
    private static int CompareParts(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        while (!one.IsEmpty || !other.IsEmpty)
        {
            while (BeginsWithoutDigit(one) || BeginsWithoutDigit(other))
            {
                if (Weight(one).CompareTo(Weight(other)) is not 0 and var letters)
                    return letters;
                one = Rest(one);
                other = Rest(other);
            }
            if (CompareNumbers(Number(ref one), Number(ref other)) is not 0 and var numbers)
                return numbers;
        }
        return 0;
    }

    private static bool BeginsWithoutDigit(ReadOnlySpan<char> text) => !text.IsEmpty && !char.IsAsciiDigit(text[0]);

    private static ReadOnlySpan<char> Rest(ReadOnlySpan<char> text) => text.IsEmpty ? text : text[1..];

    /// <summary>A tilde, then the end or a digit, then letters, then everything else.</summary>
    private static int Weight(ReadOnlySpan<char> text) => text switch
    {
        ['~', ..] => -1,
        [] => 0,
        [var first, ..] when char.IsAsciiDigit(first) => 0,
        [var first, ..] when char.IsAsciiLetter(first) => first,
        [var first, ..] => first + 0x10000,
    };

    private static ReadOnlySpan<char> Number(ref ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
        var digits = text[..length].TrimStart('0');
        text = text[length..];
        return digits;
    }

    /// <summary>Of any length: a version may be a date or a hash.</summary>
    private static int CompareNumbers(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.SequenceCompareTo(other);

    [GeneratedRegex(@"[._-]?(?<![a-z])(alpha|beta|rc|pre|dev)(?![a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex Before();

    [GeneratedRegex(@"[+.~_-](git|svn|hg|snapshot|bzr)?[0-9]{8}", RegexOptions.IgnoreCase)]
    private static partial Regex Snapshot();

    [GeneratedRegex(@"([.+~](dfsg|ds)[0-9.]*|(?<=[0-9])ds[0-9]+|\+(git|repack|orig|deb).*)$")]
    private static partial Regex Repacked();
}

using System.Globalization;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Trust.Listings;

/// <summary>One entry of an image as a line: <c>KIND MODE OWNER GROUP ATTRIBUTES SIZE HASH BYTES NAME</c>.</summary>
/// <param name="Kind"><c>d</c>irectory, <c>f</c>ile, <c>h</c>ard link to a file before it, symbolic <c>l</c>ink, <c>p</c>ipe, <c>c</c>haracter or <c>b</c>lock device.</param>
/// <param name="Attributes">Of its extended attributes; null for none.</param>
/// <param name="Size">Bytes of a file or of the path that a link has; how many entries a folder has.</param>
/// <param name="Hash">Of a file's bytes, of the path that a link has, of the numbers of a device, of the lines of a folder.</param>
/// <param name="Bytes">Of a file: the first digits of the hash of how often it has each byte, which the same bytes in another order share; <c>-</c> otherwise.</param>
public sealed record ListedEntry(char Kind, int Mode, uint Owner, uint Group, Digest? Attributes, long Size, Digest Hash, string Bytes, FileName Name)
{
    /// <summary>Digits of <see cref="Bytes"/>.</summary>
    internal const int DigitsOfBytes = 8;

    /// <summary>Stands for what there is none of.</summary>
    internal const string None = "-";

    private const string Kinds = "dfhlpcb";

    /// <summary>What it is, for messages.</summary>
    public string Noun => Kind switch
    {
        'd' => "a directory",
        'f' => "a file",
        'h' => "a hard link",
        'l' => "a symbolic link",
        'p' => "a fifo",
        _ => "a device",
    };

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Kind} {Modes.ToOctal(Mode)} {Owner} {Group} {Attributes?.Hex ?? None} {Size} {Hash.Hex} {Bytes} {ListedName.Escape(Name.Bytes)}");

    /// <returns>Null for a line that is none, or that is written otherwise than it would be here.</returns>
    internal static ListedEntry? Parse(string line)
    {
        if (line.Split(' ') is not [[var kind], var mode, var owner, var group, var attributes, var size, var hash, var bytes, var name] || !Kinds.Contains(kind)
            || mode.Length > 4 || mode.AsSpan().ContainsAnyExceptInRange('0', '7') || mode.Length == 0
            || !uint.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            || !uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var users)
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            || !Digest.TryParseHex(hash, out var digest) || NameOf(name) is not { } named || !IsOfBytes(kind, bytes))
            return null;
        Digest? of = null;
        if (attributes != None && !Digest.TryParseHex(attributes, out of))
            return null;
        var entry = new ListedEntry(kind, Modes.Octal(mode), user, users, of, length, digest, bytes, named);
        return entry.ToString() == line ? entry : null;
    }

    private static bool IsOfBytes(char kind, string bytes) =>
        kind == 'f' ? bytes.Length == DigitsOfBytes && bytes.All(char.IsAsciiHexDigitLower) : bytes == None;

    private static FileName? NameOf(string text)
    {
        try
        {
            return FileName.TryOf(ListedName.Unescape(text), out var name) && name.Bytes.Length <= NameLimits.Name ? name : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

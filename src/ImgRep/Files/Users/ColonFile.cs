using System.Globalization;
using System.Text;

namespace ImgRep.Files.Users;

/// <summary>Lines of fields between colons, comments and what has no name left out.</summary>
internal static class ColonFile
{
    public static IEnumerable<string[]> Lines(ReadOnlySpan<byte> content) =>
        Encoding.UTF8.GetString(content).Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] is not ('#' or ':'))
            .Select(line => line.Split(':'));

    /// <summary>A user or group id: decimal, 0 to 4294967294 (the last one means no id).</summary>
    public static bool TryId(string text, out uint id) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id != uint.MaxValue;
}

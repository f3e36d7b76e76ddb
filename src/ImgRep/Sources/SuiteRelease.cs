using System.Collections.Immutable;
using System.Globalization;
using ImgRep.Primitives;

namespace ImgRep.Sources;

/// <summary>What the signed head of a suite says: when it was made, and which hash its index of sources has.</summary>
/// <param name="Names">What the suite is called: its role, as <c>stable</c>, and its code name.</param>
/// <param name="Sources">The hash of <see cref="SourcesPath"/>.</param>
public sealed record SuiteRelease(ImmutableArray<string> Names, DateTimeOffset Date, Digest Sources)
{
    /// <summary>The index of sources, relative to the suite.</summary>
    public const string SourcesPath = "main/source/Sources.xz";

    private static readonly string[] Fields = ["Suite", "Codename", "Date", "SHA256"];

    /// <summary>Null if it lacks something, or is more than one stanza.</summary>
    public static SuiteRelease? TryParse(ReadOnlySpan<byte> text)
    {
        using var stream = new MemoryStream(text.ToArray());
        if (ControlFile.Read(stream, Fields).ToList() is not [var fields])
            return null;
        var row = fields.GetValueOrDefault("SHA256", "").Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(words => words is [_, _, SourcesPath]);
        return row is not null && Digest.TryParseHex(row[0], out var digest) && TryParseDate(fields.GetValueOrDefault("Date"), out var date)
            ? new SuiteRelease([.. Fields[..2].Select(name => fields.GetValueOrDefault(name, "")).Where(name => name.Length > 0)], date, digest)
            : null;
    }

    /// <summary>Like <c>Sat, 21 Nov 2026 09:15:44 UTC</c>.</summary>
    private static bool TryParseDate(string? text, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(text, "ddd, dd MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date);
}

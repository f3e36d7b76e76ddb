using System.Globalization;

namespace ImgRep.Trust.OpenPgp;

/// <summary>What gpg knows of a key or subkey once its own signatures were checked.</summary>
/// <param name="Algorithm">RFC 4880, 9.1, and 22 for EdDSA.</param>
/// <param name="Expires">Null for never.</param>
/// <param name="IsInvalid">Nothing binds it: no user id, or no signature of the primary key, that gpg accepts.</param>
public sealed record KeyFacts(
    Fingerprint Fingerprint, Fingerprint Primary, int Algorithm, int Bits, DateTimeOffset Created, DateTimeOffset? Expires, bool IsRevoked, bool IsInvalid,
    bool CanSign, string UserId)
{
    private const int SmallestRsa = 3072;

    public bool IsSubkey => Fingerprint != Primary;

    /// <summary>Why nothing that it signs can be relied on; null if it is strong enough.</summary>
    public string? Weakness => Algorithm switch
    {
        1 or 3 when Bits < SmallestRsa => $"an RSA key of {Bits} bits, less than {SmallestRsa}",
        1 or 3 or 19 or 22 => null,
        _ => AlgorithmNames.OfKey(Algorithm),
    };

    /// <summary>Reads <c>gpg --with-colons --list-keys</c> (doc/DETAILS of GnuPG, "Format of the colon listings").</summary>
    public static IEnumerable<KeyFacts> Parse(IEnumerable<string> lines)
    {
        KeyFacts? key = null;
        string[]? pending = null;
        Fingerprint? primary = null;
        foreach (var fields in lines.Select(line => line.Split(':')))
        {
            switch (fields[0])
            {
                case "pub" or "sub" when fields.Length > 11:
                    if (key is not null)
                        yield return key;
                    (key, pending) = (null, fields);
                    break;
                case "fpr" when pending is not null && (pending[0] == "pub" || primary is not null) && fields.Length > 9 && Fingerprint.TryParse(fields[9], out var fingerprint):
                    primary = pending[0] == "pub" ? fingerprint : primary!;
                    (key, pending) = (Read(pending, fingerprint, primary), null);
                    break;
                case "uid" when key is { UserId: "" } && fields.Length > 9 && !"ren".Contains(fields[1], StringComparison.Ordinal):
                    key = key with { UserId = Unescape(fields[9]) };
                    break;
            }
        }
        if (key is not null)
            yield return key;
    }

    private static KeyFacts Read(string[] fields, Fingerprint fingerprint, Fingerprint primary) => new(
        fingerprint, primary, (int)Number(fields[3]), (int)Number(fields[2]), DateTimeOffset.FromUnixTimeSeconds(Number(fields[5])),
        fields[6].Length > 0 ? DateTimeOffset.FromUnixTimeSeconds(Number(fields[6])) : null,
        fields[1] == "r", fields[1] is "i" or "d", fields[11].Contains('s', StringComparison.Ordinal), "");

    /// <summary>OpenPGP has 32 bits for each of them, and adds two for the end.</summary>
    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 2L * uint.MaxValue ? number : 0;

    /// <summary>C escapes: <c>\x3a</c> for a colon, and so on for control characters.</summary>
    private static string Unescape(string text)
    {
        for (var at = 0; (at = text.IndexOf("\\x", at, StringComparison.Ordinal)) >= 0 && at + 4 <= text.Length; at++)
        {
            if (byte.TryParse(text.AsSpan(at + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
                text = $"{text[..at]}{(char)code}{text[(at + 4)..]}";
        }
        return text;
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ImgRep.Trust.OpenPgp;

/// <summary>One key's word for another: whoever holds <paramref name="Signer"/> says that a name on <paramref name="Key"/> is its holder's.</summary>
public sealed record Certification(Fingerprint Signer, Fingerprint Key, DateTimeOffset MadeAt);

/// <summary>What stands on keys: certifications by others that hold today, and what holders say about themselves.</summary>
/// <param name="Proofs">Addresses in <c>proof@ariadne.id</c> notations of the newest self-signature on each name. Nobody has visited them.</param>
public sealed record KeyWeb(ImmutableArray<Certification> Certifications, ImmutableArray<(Fingerprint Key, string Address)> Proofs)
{
    private const string ProofName = "proof@ariadne.id";

    public static KeyWeb Empty { get; } = new([], []);

    /// <summary>Reads <c>gpg --with-colons --list-options show-sig-subpackets=20 --check-sigs</c> (doc/DETAILS of GnuPG).</summary>
    /// <param name="now">Certifications that have expired, or are from later, do not hold.</param>
    public static KeyWeb Parse(IEnumerable<string> lines, DateTimeOffset now)
    {
        var names = new List<NameSignatures>();
        string[]? pending = null;
        Fingerprint? key = null;
        foreach (var fields in lines.Select(line => line.Split(':')))
        {
            switch (fields[0])
            {
                case "pub":
                    (pending, key) = (fields, null);
                    break;
                case "fpr" when pending is not null && fields.Length > 9 && Fingerprint.TryParse(fields[9], out var fingerprint):
                    key = pending[1] is "r" or "i" or "d" ? null : fingerprint;
                    pending = null;
                    // Signatures on the key itself come before those on its names.
                    if (key is not null)
                        names.Add(new NameSignatures(key, IsValid: true));
                    break;
                case "uid" or "uat" when key is not null:
                    names.Add(new NameSignatures(key, fields[1] is not ("r" or "i" or "n")));
                    break;
                // What follows binds subkeys.
                case "sub":
                    key = null;
                    break;
                case "sig" or "rev" when key is not null && fields.Length > 12:
                    names[^1].Add(NameSignature.Read(fields));
                    break;
                case "spk" when key is not null && fields is ["spk", "20", "1", _, var data, ..]:
                    names[^1].Note(data);
                    break;
            }
        }
        return new KeyWeb(
            [.. names.SelectMany(name => name.Certifications(now)).Distinct().OrderBy(one => one.Key.Hex, StringComparer.Ordinal)
                .ThenBy(one => one.Signer.Hex, StringComparer.Ordinal)],
            [.. names.SelectMany(name => name.Proofs().Select(address => (name.Key, address))).Distinct()]);
    }

    private sealed record NameSignature(Fingerprint? Signer, bool IsGood, bool Revokes, DateTimeOffset MadeAt, DateTimeOffset? Expires)
    {
        public List<string> Notations { get; } = [];

        /// <summary>Only signatures that gpg has checked ('!') and that say by which key, not by its short id, are anybody's word.</summary>
        public static NameSignature Read(string[] fields) => new(
            Fingerprint.TryParse(fields[12], out var signer) ? signer : null, fields[1] == "!", fields[0] == "rev" || fields[10].StartsWith("30", StringComparison.Ordinal),
            Moment(fields[5]) ?? default, Moment(fields[6]));

        private static DateTimeOffset? Moment(string text) =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 2L * uint.MaxValue
                ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
    }

    private sealed record NameSignatures(Fingerprint Key, bool IsValid)
    {
        private readonly List<NameSignature> signatures = [];

        public void Add(NameSignature signature) => signatures.Add(signature);

        public void Note(string data)
        {
            if (signatures.Count > 0)
                signatures[^1].Notations.Add(data);
        }

        /// <summary>The last word of each key counts: a revocation takes a certification back, one made anew gives it again.</summary>
        public IEnumerable<Certification> Certifications(DateTimeOffset now) => Latest()
            .Where(last => last.Signer != Key && !last.Revokes && last.MadeAt <= now && !(last.Expires <= now))
            .Select(last => new Certification(last.Signer!, Key, last.MadeAt));

        public IEnumerable<string> Proofs() => Latest().Where(last => last.Signer == Key && !last.Revokes).SelectMany(last => last.Notations).Select(ProofIn).OfType<string>();

        private IEnumerable<NameSignature> Latest() => IsValid
            ? signatures.Where(one => one is { IsGood: true, Signer: not null }).GroupBy(one => one.Signer)
                .Select(same => same.OrderBy(one => one.MadeAt).ThenBy(one => one.Revokes).Last())
            : [];

        /// <summary>A notation is four bytes of flags, two lengths of two bytes, a name and a value (RFC 4880, 5.2.3.16).</summary>
        private static string? ProofIn(string escaped)
        {
            var data = Unescape(escaped);
            if (data.Length < 8 || (data[4] << 8 | data[5]) is var name && (data[6] << 8 | data[7]) is var value && data.Length != 8 + name + value)
                return null;
            var text = Encoding.UTF8.GetString(data[(8 + name)..]);
            return (data[0] & 0x80) != 0 && Encoding.UTF8.GetString(data[8..(8 + name)]) == ProofName && text.Length is > 0 and <= 1000 && !text.Any(char.IsControl) ? text : null;
        }

        private static byte[] Unescape(string text)
        {
            var bytes = new List<byte>();
            for (var at = 0; at < text.Length; at++)
            {
                if (text[at] == '%' && at + 2 < text.Length && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                {
                    bytes.Add(code);
                    at += 2;
                }
                else
                {
                    bytes.Add((byte)text[at]);
                }
            }
            return [.. bytes];
        }
    }
}

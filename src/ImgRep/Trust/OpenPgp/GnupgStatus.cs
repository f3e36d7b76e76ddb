using System.Globalization;

namespace ImgRep.Trust.OpenPgp;

/// <summary>Reads what <c>gpg --status-fd --verify-files</c> prints (doc/DETAILS of GnuPG, "General status codes").</summary>
public static class GnupgStatus
{
    private const string Prefix = "[GNUPG:] ";

    /// <summary>One report for each file, by the name that gpg was given. A file without a report was not checked.</summary>
    public static Dictionary<string, SignatureReport> Parse(IEnumerable<string> lines)
    {
        var reports = new Dictionary<string, SignatureReport>(StringComparer.Ordinal);
        var words = new List<string[]>();
        var file = "";
        foreach (var line in lines.Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var status = line[Prefix.Length..].Split(' ');
            if (status[0] == "FILE_START")
                (file, words) = (string.Join(' ', status.Skip(2)), []);
            else if (status[0] == "FILE_DONE")
                reports[file] = Conclude(words);
            else
                words.Add(status);
        }
        return reports;
    }

    /// <summary>The report on the only file of <c>gpg --status-fd --verify</c>, which does not name it.</summary>
    public static SignatureReport ParseOne(IEnumerable<string> lines) =>
        Conclude([.. lines.Where(line => line.StartsWith(Prefix, StringComparison.Ordinal)).Select(line => line[Prefix.Length..].Split(' '))]);

    private static SignatureReport Conclude(List<string[]> lines)
    {
        // One signature gives one of these lines, and VALIDSIG if the mathematics is right. More than one is not what was asked.
        var verdicts = lines.Where(line => StateOf(line) is not null).ToList();
        if (verdicts is not [var verdict] || StateOf(verdict) is not { } state)
            return new SignatureReport(SignatureState.Unusable, Detail: verdicts.Count == 0 ? "it finds no signature there" : "it finds more than one signature there");
        var valid = lines.Find(line => line is ["VALIDSIG", ..] && line.Length >= 11);
        if (state is SignatureState.Bad or SignatureState.UnknownKey or SignatureState.Unusable)
            return new SignatureReport(state, Detail: DetailOf(verdict));
        return valid is not null && Fingerprint.TryParse(valid[10], out var primary) && Fingerprint.TryParse(valid[1], out var signer)
            && uint.TryParse(valid[3], NumberStyles.None, CultureInfo.InvariantCulture, out var madeAt)
            && int.TryParse(valid[8], NumberStyles.None, CultureInfo.InvariantCulture, out var hash)
            ? new SignatureReport(state, primary, signer, DateTimeOffset.FromUnixTimeSeconds(madeAt), hash)
            : new SignatureReport(SignatureState.Unusable, Detail: "gpg does not say which key it is");
    }

    private static SignatureState? StateOf(string[] line) => line[0] switch
    {
        "GOODSIG" => SignatureState.Good,
        "EXPKEYSIG" => SignatureState.KeyExpired,
        "REVKEYSIG" => SignatureState.KeyRevoked,
        "EXPSIG" => SignatureState.Expired,
        "BADSIG" => SignatureState.Bad,
        "ERRSIG" => line is [_, _, _, _, _, _, "9", ..] ? SignatureState.UnknownKey : SignatureState.Unusable,
        _ => null,
    };

    private static string DetailOf(string[] verdict) => verdict switch
    {
        ["ERRSIG", var key, _, var hash, _, _, var reason, ..] => reason switch
        {
            "9" => key,
            "4" => $"the algorithm of the key {key} is not known to gpg",
            "5" => $"made by the key {key} with "
                + $"{AlgorithmNames.OfHash(int.TryParse(hash, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)}, "
                + "which is too weak or not known to gpg",
            "6" or "53" => $"the key {key} cannot make signatures",
            "8" => $"made by the key {key}, and malformed",
            _ => $"made by the key {key}, gpg-error {reason} says what is wrong with it",
        },
        [_, var key, ..] => key,
        _ => "",
    };
}

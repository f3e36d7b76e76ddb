using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ImgRep.Primitives;

namespace ImgRep.Sources;

/// <summary>The file <c>upstreams</c>: the projects that sources come from, and how each signs (docs/formats/upstreams.md).</summary>
public sealed partial class UpstreamTable
{
    private UpstreamTable(ImmutableArray<Upstream> rows) => Rows = rows;

    public static UpstreamTable Empty { get; } = new([]);

    public ImmutableArray<Upstream> Rows { get; }

    /// <exception cref="RejectedInputException">A line is not a row, or a project or a file stands there twice: all such lines.</exception>
    public static UpstreamTable Parse(string text, string file)
    {
        var rows = ImmutableArray.CreateBuilder<Upstream>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var line in TableLine.Read(text, file))
        {
            var (row, problem, hint) = ParseLine(line.Words);
            if (row is null)
                diagnostics.Add(Diagnostic.Error(line.Span, "upstream-table", problem, hint));
            else if (rows.FirstOrDefault(other => other.Name == row.Name || (other.Listing, other.File) == (row.Listing, row.File)) is { } twin)
                diagnostics.Add(Diagnostic.Error(line.Span, "upstream-table", $"{row.Name} is the project {twin.Name} above", "remove one of them"));
            else
                rows.Add(row);
        }
        return diagnostics.Count == 0 ? new UpstreamTable(rows.ToImmutable()) : throw new RejectedInputException(diagnostics.ToImmutable());
    }

    /// <summary>The project that releases at a URL; null if the table has none. Where several do, the one whose listing is nearest.</summary>
    public Upstream? Find(Uri url) => Rows.Where(row => row.VersionOf(url) is not null).MaxBy(row => row.Listing.Length);

    private static (Upstream? Row, string Problem, string Hint) ParseLine(ImmutableArray<string> words)
    {
        if (words.Length < 4)
            return (null, "not a row of the table of projects", "write NAME LISTING FILE SIGNATURE [KEY...]");
        if (!Name().IsMatch(words[0]))
            return (null, $"'{words[0]}' cannot be the name of a project", "write lower-case letters, digits and . + -");
        if (!Uri.TryCreate(words[1], UriKind.Absolute, out var listing) || listing.Scheme is not ("http" or "https") || !words[1].EndsWith('/') || listing.AbsoluteUri != words[1])
            return (null, $"'{words[1]}' is not where releases are listed", "write an http or https URL that ends in a slash");
        if (words[2].Split(Upstream.Placeholder) is not [_, _] || words[2].Contains('/', StringComparison.Ordinal))
            return (null, $"'{words[2]}' is not what a release is called", $"write the name of the file, with {Upstream.Placeholder} where its version is");
        var said = Signature().Match(words[3]);
        var allowsSha1 = said.Groups["sha1"].Success;
        if (KindOf(said.Groups["kind"].Value) is not { } kind || (allowsSha1 && kind is not (SignatureKind.OpenPgp or SignatureKind.OpenPgpTar)))
            return (null, $"'{words[3]}' is no kind of signature",
                "write openpgp, openpgp-tar, either with +sha1, minisign, signify, tag or none, and +7d for an age of seven days");
        if (words[4..].FirstOrDefault(key => !IsKey(kind, key)) is { } stranger)
            return (null, $"'{stranger}' names no key of this kind", HintOfKey(kind));
        return (new Upstream(words[0], words[1], words[2], kind, allowsSha1, words[4..])
        {
            MinAge = ReleaseAge.TryParse(said.Groups["age"].Value) ?? 0,
        }, "", "");
    }

    private static SignatureKind? KindOf(string word) => word switch
    {
        "none" => SignatureKind.None,
        "openpgp" => SignatureKind.OpenPgp,
        "openpgp-tar" => SignatureKind.OpenPgpTar,
        "minisign" => SignatureKind.Minisign,
        "signify" => SignatureKind.Signify,
        "tag" => SignatureKind.Tag,
        _ => null,
    };

    private static bool IsKey(SignatureKind kind, string key) => kind switch
    {
        SignatureKind.OpenPgp or SignatureKind.OpenPgpTar or SignatureKind.Tag => OpenPgpKey().IsMatch(key),
        SignatureKind.Minisign or SignatureKind.Signify => Ed25519Key().IsMatch(key),
        _ => false,
    };

    private static string HintOfKey(SignatureKind kind) => kind switch
    {
        SignatureKind.None => "where nothing is signed there is no key",
        SignatureKind.Minisign or SignatureKind.Signify => "write the key's id, 16 hexadecimal digits in capitals",
        _ => "write the key's fingerprint, 40 hexadecimal digits in capitals without blanks",
    };

    [GeneratedRegex(@"\A(?<kind>[a-z-]+)(?<sha1>\+sha1)?(\+(?<age>[0-9]{1,4}d))?\z")]
    private static partial Regex Signature();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.+-]*\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[0-9A-F]{40}\z")]
    private static partial Regex OpenPgpKey();

    [GeneratedRegex(@"\A[0-9A-F]{16}\z")]
    private static partial Regex Ed25519Key();
}

using System.Collections.Immutable;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Host.Sources;

/// <summary>The file <c>mirrors</c>: other places of what upstream publishes (docs/formats/mirrors.md).</summary>
public sealed class MirrorRules
{
    private const string Everything = "sha256:";
    private readonly ImmutableArray<Rule> rules;

    private MirrorRules(ImmutableArray<Rule> rules) => this.rules = rules;

    public static MirrorRules None { get; } = new([]);

    /// <exception cref="RejectedInputException">A line is not <c>PREFIX ALTERNATIVE...</c> with URLs.</exception>
    public static MirrorRules Parse(string text, string file)
    {
        var rules = ImmutableArray.CreateBuilder<Rule>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var line in TableLine.Read(text, file))
        {
            if (Check(line) is { } diagnostic)
                diagnostics.Add(diagnostic);
            else
                rules.Add(new Rule(line.Words[0], line.Words[1..]));
        }
        return diagnostics.Count == 0 ? new MirrorRules(rules.ToImmutable()) : throw new RejectedInputException(diagnostics.ToImmutable());
    }

    /// <summary>Where mirrors that keep files by their hash have a source.</summary>
    public IEnumerable<Uri> ByDigest(Digest digest) =>
        from rule in rules
        where rule.Prefix == Everything
        from alternative in rule.Alternatives
        select new Uri($"{alternative.TrimEnd('/')}/sha256/{digest.Hex}");

    /// <summary>Where else there is what upstream publishes at a URL, in the order of the rules.</summary>
    public IEnumerable<Uri> ByUrl(Uri url) =>
        from rule in rules
        where url.AbsoluteUri.StartsWith(rule.Prefix, StringComparison.Ordinal)
        from alternative in rule.Alternatives
        select new Uri(alternative + url.AbsoluteUri[rule.Prefix.Length..]);

    private static Diagnostic? Check(TableLine line)
    {
        if (line.Words.Length < 2)
            return Diagnostic.Error(line.Span, "mirror-rule", $"the rule for {line.Words[0]} has no alternative", "write PREFIX ALTERNATIVE...");
        if (line.Words[0] != Everything && !IsUrl(line.Words[0], Uri.UriSchemeHttp, Uri.UriSchemeHttps))
            return NotUrl(line, line.Words[0], $"write an http or https URL, or {Everything} for every source by its hash");
        var wrong = line.Words.Skip(1).FirstOrDefault(word => !IsUrl(word, Uri.UriSchemeHttp, Uri.UriSchemeHttps, Uri.UriSchemeFile));
        return wrong is null ? null : NotUrl(line, wrong, "write an http, https or file URL");
    }

    private static Diagnostic NotUrl(TableLine line, string word, string hint) =>
        Diagnostic.Error(line.Span, "mirror-rule", $"{word} is not a URL that a mirror can have", hint);

    private static bool IsUrl(string word, params ReadOnlySpan<string> schemes) =>
        Uri.TryCreate(word, UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme);

    private sealed record Rule(string Prefix, ImmutableArray<string> Alternatives);
}

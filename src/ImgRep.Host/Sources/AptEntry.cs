using System.Collections.Immutable;

namespace ImgRep.Host.Sources;

/// <summary>One repository that apt is set up to use (sources.list(5)): a line of a <c>.list</c> file or a stanza of a <c>.sources</c> file.</summary>
internal sealed record AptEntry(Uri Address, ImmutableArray<string> Suites, ImmutableArray<string> Components, string? SignedBy)
{
    /// <summary>Is it the distribution's archive, not somebody's addition? One signed with a key that did not come with the
    /// distribution is not.</summary>
    public bool IsDistribution(ImmutableArray<string> suites) =>
        Components.Contains("main") && Suites.Any(suites.Contains)
        && (SignedBy is null || Path.GetFileName(SignedBy).Contains("-archive-", StringComparison.Ordinal));

    /// <summary>The format of one line an entry: <c>deb [option=value ...] URI suite component...</c></summary>
    public static IEnumerable<AptEntry> ParseList(string text)
    {
        foreach (var raw in text.Split('\n'))
        {
            var line = raw.Split('#')[0].Trim();
            var options = "";
            if (line.IndexOf('[', StringComparison.Ordinal) is >= 0 and var open && line.IndexOf(']', open) is >= 0 and var close)
            {
                options = line[(open + 1)..close];
                line = line.Remove(open, close - open + 1);
            }
            if (Words(line) is [("deb" or "deb-src"), var address, var suite, .. var components]
                && Read([address], [suite], [.. components], SignedByOf(options)) is [var entry])
                yield return entry;
        }
    }

    /// <summary>The format of fields: stanzas with empty lines between, a field's value going on in lines that begin with white space.</summary>
    public static IEnumerable<AptEntry> ParseDeb822(string text)
    {
        foreach (var stanza in text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var fields = Fields(stanza);
            if (fields.GetValueOrDefault("Enabled")?.Trim().ToLowerInvariant() is "no" or "false" or "without" or "off" or "disable" or "0")
                continue;
            var signedBy = fields.GetValueOrDefault("Signed-By")?.Trim();
            foreach (var entry in Read(Value("URIs"), Value("Suites"), Value("Components"), signedBy))
                yield return entry;

            ImmutableArray<string> Value(string name) => Words(fields.GetValueOrDefault(name, ""));
        }
    }

    private static ImmutableArray<AptEntry> Read(
        ImmutableArray<string> addresses, ImmutableArray<string> suites, ImmutableArray<string> components, string? signedBy) =>
        [.. from address in addresses
            where Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            select new AptEntry(new Uri(address.TrimEnd('/') + "/"), suites, components, signedBy)];

    private static Dictionary<string, string> Fields(string stanza)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var name = "";
        foreach (var line in stanza.Split('\n').Where(line => !line.StartsWith('#')))
        {
            if (line.StartsWith(' ') || line.StartsWith('\t'))
                fields[name] = fields.GetValueOrDefault(name, "") + " " + line.Trim();
            else if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                fields[name = line[..colon]] = line[(colon + 1)..];
        }
        return fields;
    }

    private static string? SignedByOf(string options) =>
        Words(options).FirstOrDefault(option => option.StartsWith("signed-by=", StringComparison.OrdinalIgnoreCase))?["signed-by=".Length..];

    private static ImmutableArray<string> Words(string text) => [.. text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)];
}

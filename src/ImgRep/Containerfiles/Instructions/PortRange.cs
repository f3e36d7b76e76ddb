using System.Globalization;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>A port of EXPOSE: <c>80</c>, <c>8000-8010/udp</c>, and the host parts that Docker once took and now ignores.</summary>
internal readonly record struct PortRange(ushort First, ushort Last, string Protocol)
{
    public static PortRange? TryParse(string text)
    {
        var parts = text.Split(':');
        var address = string.Join(':', parts[..Math.Max(0, parts.Length - 2)]);
        var host = parts.Length > 1 ? parts[^2] : "";
        var slash = parts[^1].IndexOf('/', StringComparison.Ordinal);
        var protocol = slash < 0 || slash == parts[^1].Length - 1 ? "tcp" : parts[^1][(slash + 1)..].ToLowerInvariant();
        if (protocol is not ("tcp" or "udp" or "sctp") || TryParseRange(slash < 0 ? parts[^1] : parts[^1][..slash]) is not var (first, last))
            return null;
        if (address.Length > 0 && !IsAddress(address))
            return null;
        if (host.Length > 0 && (TryParseRange(host) is not var (hostFirst, hostLast) || (hostLast - hostFirst != last - first && last != first)))
            return null;
        return new PortRange(first, last, protocol);
    }

    public IEnumerable<string> Ports()
    {
        for (int port = First; port <= Last; port++)
            yield return string.Create(CultureInfo.InvariantCulture, $"{port}/{Protocol}");
    }

    private static bool IsAddress(string text) => text.Contains(':', StringComparison.Ordinal)
        ? text.Trim('[', ']').All(c => char.IsAsciiHexDigit(c) || c is ':' or '.')
        : text.Split('.') is { Length: 4 } parts && parts.All(part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));

    private static (ushort First, ushort Last)? TryParseRange(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (!TryParsePort(dash < 0 ? text : text[..dash], out var first) || !TryParsePort(dash < 0 ? text : text[(dash + 1)..], out var last) || last < first)
            return null;
        return (first, last);
    }

    private static bool TryParsePort(string text, out ushort port) => ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port);
}

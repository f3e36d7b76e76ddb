namespace ImgRep.Containerfiles.Instructions;

/// <summary>The name of an image: <c>[HOST[:PORT]/]PATH[:TAG][@ALGORITHM:HEX]</c>, as registries read it (distribution-spec 1.1).</summary>
public sealed record ImageReference(string Name, string? Tag, string? Digest)
{
    public static ImageReference? TryParse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? null : text[(at + 1)..];
        var rest = at < 0 ? text : text[..at];
        var colon = rest.LastIndexOf(':');
        var tag = colon > rest.LastIndexOf('/') ? rest[(colon + 1)..] : null;
        var name = tag is null ? rest : rest[..colon];
        var isSound = IsName(name) && (tag is null || IsTag(tag)) && (digest is null || IsDigest(digest));
        return isSound ? new ImageReference(name, tag, digest) : null;
    }

    private static bool IsName(string name)
    {
        var parts = name.Split('/');
        var hasHost = parts.Length > 1 && (parts[0].AsSpan().ContainsAny('.', ':') || parts[0] == "localhost" || parts[0].Any(char.IsAsciiLetterUpper));
        if (hasHost && !IsHost(parts[0]))
            return false;
        return name.Length is > 0 and <= 255 && parts.Skip(hasHost ? 1 : 0).All(IsPathPart) && !IsHex64(name);
    }

    private static bool IsHost(string host)
    {
        var colon = host.LastIndexOf(':');
        if (host.StartsWith('['))
            return host.LastIndexOf(']') is > 1 and var end && (end + 1 == host.Length || (colon == end + 1 && IsPort(host[(colon + 1)..])));
        var name = colon < 0 ? host : host[..colon];
        return (colon < 0 || IsPort(host[(colon + 1)..]))
            && name.Split('.').All(label => label.Length > 0 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
    }

    private static bool IsPort(string port) => port.Length > 0 && port.All(char.IsAsciiDigit);

    /// <summary>Small letters and digits, with single '.', one or two '_', or any number of '-' between them.</summary>
    internal static bool IsPathPart(string part)
    {
        for (var at = 0; at < part.Length;)
        {
            var letters = at;
            while (at < part.Length && (char.IsAsciiLetterLower(part[at]) || char.IsAsciiDigit(part[at])))
                at++;
            if (at == letters)
                return false;
            if (at == part.Length)
                return true;
            var separator = at;
            while (at < part.Length && part[at] is '.' or '_' or '-')
                at++;
            var between = part[separator..at];
            if (between is not ("." or "_" or "__") && between.Any(c => c != '-'))
                return false;
        }
        return false;
    }

    internal static bool IsTag(string tag) =>
        tag.Length is > 0 and <= 128 && (char.IsAsciiLetterOrDigit(tag[0]) || tag[0] == '_') && tag.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-');

    private static bool IsDigest(string digest) => digest.Split(':') switch
    {
        ["sha256", var hex] => hex.Length == 64 && IsHex(hex),
        ["sha384", var hex] => hex.Length == 96 && IsHex(hex),
        ["sha512", var hex] => hex.Length == 128 && IsHex(hex),
        _ => false,
    };

    private static bool IsHex(string text) => text.All(char.IsAsciiHexDigitLower);

    private static bool IsHex64(string name) => name.Length == 64 && IsHex(name);
}

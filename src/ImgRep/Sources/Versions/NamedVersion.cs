namespace ImgRep.Sources.Versions;

/// <summary>Packages of an archive that have part of their version in their name, as <c>gcc-14</c> 14.2.0 and <c>python3.13</c> 3.13.5: the next
/// version has another name.</summary>
public static class NamedVersion
{
    /// <summary>The name with a star for the version; the name itself where it has none. So <c>perl</c> is not one with <c>perl6</c>.</summary>
    /// <param name="archiveVersion">With epoch and revision.</param>
    public static string StemOf(string package, string archiveVersion)
    {
        var digits = package.Length;
        while (digits > 0 && (char.IsAsciiDigit(package[digits - 1]) || package[digits - 1] == '.'))
            digits--;
        var version = package[digits..];
        return version.Length > 0 && Continues(VersionOrder.UpstreamOf(archiveVersion), version) ? package[..digits] + "*" : package;
    }

    /// <summary>Whether a version is the other one or goes on from it: 1.27.1 from 1.27, not from 1.2.</summary>
    private static bool Continues(string version, string beginning) =>
        version.StartsWith(beginning, StringComparison.Ordinal) && (version.Length == beginning.Length || !char.IsAsciiDigit(version[beginning.Length]));
}

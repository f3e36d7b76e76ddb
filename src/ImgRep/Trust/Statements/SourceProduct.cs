using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using ImgRep.Building;

namespace ImgRep.Trust.Statements;

/// <summary>What upstream calls the program of a source archive, by the name of the file: <c>zlib-1.3.1.tar.gz</c> is version 1.3.1 of zlib.</summary>
/// <param name="Name">In lower case.</param>
internal sealed partial record SourceProduct(string Name, string Version)
{
    /// <summary>What the list of vulnerabilities calls vendor and product, where they are not both the program's name.</summary>
    private static readonly FrozenDictionary<string, (string Vendor, string Product)> Known = new[]
    {
        Of("gnu", "autoconf", "automake", "bash", "binutils", "bison", "coreutils", "diffutils", "findutils", "gawk", "gcc", "gettext", "glibc", "gmp", "grep", "gzip",
            "libtool", "m4", "make", "mpc", "mpfr", "patch", "sed", "tar", "texinfo"),
        Of("bzip", "bzip2"), Of("golang", "go"), Of("haxx", "curl"), Of("kitware", "cmake"), Of("libffi_project", "libffi"), Of("musl-libc", "musl"),
        Of("python", "setuptools"), Of("tinycc", "tcc"), Of("tukaani", "xz"), Of("xmlsoft", "libxml2"),
        [("linux", ("linux", "linux_kernel")), ("llvm-project", ("llvm", "llvm"))],
    }.SelectMany(names => names).ToFrozenDictionary(name => name.Name, name => name.Known);

    /// <summary>Common Platform Enumeration 2.3 (NISTIR 7695, 6.2). A guess like that of any scanner where the vendor is not known.</summary>
    public string Cpe
    {
        get
        {
            var (vendor, product) = Known.GetValueOrDefault(Name, (Name, Name));
            return $"cpe:2.3:{(Name == "linux" ? 'o' : 'a')}:{Bind(vendor)}:{Bind(product)}:{Bind(Version)}:*:*:*:*:*:*:*";
        }
    }

    /// <returns>Null where the name does not tell.</returns>
    public static SourceProduct? Find(SourceRequest source) => Archive().Match(source.FileName) is { Success: true } match
        ? new SourceProduct(match.Groups["name"].Value.ToLowerInvariant(), match.Groups["version"].Value) : null;

    private static (string Name, (string Vendor, string Product) Known)[] Of(string vendor, params string[] products) =>
        [.. products.Select(product => (product, (vendor, product)))];

    /// <summary>Letters, digits and <c>_ - .</c> mean themselves.</summary>
    private static string Bind(string value)
    {
        var bound = new StringBuilder();
        foreach (var character in value)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('_' or '-' or '.'))
                bound.Append('\\');
            bound.Append(char.ToLowerInvariant(character));
        }
        return bound.ToString();
    }

    [GeneratedRegex(
        @"\A(?!v[0-9])(?<name>[A-Za-z][A-Za-z0-9+]*(?:[-_][A-Za-z][A-Za-z0-9+]*)*)[-_]?v?(?<version>[0-9][0-9A-Za-z.+~]*?)"
            + @"(?:[.-](?:orig|src|source))?\.(?:tar(?:\.[a-z0-9]+)?|tgz|tbz2?|txz|zip)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Archive();
}

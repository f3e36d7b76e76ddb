using System.Collections.Immutable;
using System.Text;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Scaffolding;

/// <summary>What a new tree begins with: a package that needs no compiler, its test, and what it comes to.</summary>
public static class NewTreeFiles
{
    private const string Prefix = "tree/";
    private const string Package = "packages/hello";

    /// <summary>The image of the package, on x86_64: the build of a new tree gives it, on every machine.</summary>
    public static Digest Image { get; } = Digest.Parse("sha256:c2b174e33c9291cd8199adad04c5c9eb0004c896184786f0e77c86f0997fb1b4");

    /// <summary>Their paths in the tree, sorted, and their bytes.</summary>
    public static ImmutableArray<(string Path, byte[] Bytes)> All { get; } =
    [
        .. Embedded().Append(($"{Package}/seed", Hexadecimal(Read($"{Prefix}{Package}/seed.hex"))))
            .Append((DigestsFile.Path, Encoding.UTF8.GetBytes(DigestsFile.Write(ImmutableSortedDictionary<PackageName, Digest>.Empty.Add(PackageName.Parse("hello"), Image)))))
            .OrderBy(file => file.Item1, StringComparer.Ordinal),
    ];

    private static IEnumerable<(string, byte[])> Embedded() => typeof(NewTreeFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => (PathOf(name[Prefix.Length..]), Read(name)));

    /// <summary>Files of git have their dot only in the tree: beside the sources of the tool they would rule there.</summary>
    private static string PathOf(string name) => name.StartsWith("git", StringComparison.Ordinal) ? "." + name : name;

    private static byte[] Read(string name)
    {
        using var resource = typeof(NewTreeFiles).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The bytes that a listing names: pairs of digits, comments behind number signs.</summary>
    private static byte[] Hexadecimal(byte[] listing) =>
        Convert.FromHexString(string.Concat(Encoding.ASCII.GetString(listing).Split('\n').Select(line => line.Split('#')[0].Replace(" ", "", StringComparison.Ordinal))));
}

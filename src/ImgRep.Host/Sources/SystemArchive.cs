using System.Collections.Immutable;
using ImgRep.Host.Posix;
using ImgRep.Sources;

namespace ImgRep.Host.Sources;

/// <summary>The distribution's own archive, as this system's apt is set up to use it (sources.list(5)).</summary>
/// <param name="Base">The address that suites and pool stand under; ends in a slash.</param>
public sealed record SystemArchive(Uri Base)
{
    /// <summary>The keys that its indices are signed with, where the distribution installs them.</summary>
    public const string Keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

    /// <summary>Where a source package's file lies: archives keep one pool for all their suites, and a file stays in it as long
    /// as any suite lists it. Its hash is known, so neither index nor signature has anything to add.</summary>
    public Uri SourceFile(ArchiveFile file)
    {
        var folder = file.Package.StartsWith("lib", StringComparison.Ordinal) && file.Package.Length > 3 ? file.Package[..4] : file.Package[..1];
        return new Uri(Base, $"pool/main/{folder}/{file.Package}/{Uri.EscapeDataString(file.Name)}");
    }

    /// <summary>Finds the entry of the distribution itself among the system's apt sources; null if there is none.</summary>
    /// <param name="root">The root of the system, <c>/</c> outside of tests.</param>
    public static SystemArchive? Find(string root = "/")
    {
        var suites = OwnSuites(Path.Combine(root, "etc/os-release"));
        return Entries(Path.Combine(root, "etc/apt"))
            .Where(entry => entry.IsDistribution(suites))
            .Select(entry => new SystemArchive(entry.Address))
            .FirstOrDefault();
    }

    private static IEnumerable<AptEntry> Entries(string folder)
    {
        var parts = Path.Combine(folder, "sources.list.d");
        var files = Disk.IsFolder(parts) ? Disk.Files(parts).Order(StringComparer.Ordinal) : Enumerable.Empty<string>();
        return files.Prepend(Path.Combine(folder, "sources.list")).Where(Disk.IsFile).SelectMany(Entry);

        static IEnumerable<AptEntry> Entry(string file) => Path.GetExtension(file) switch
        {
            ".list" => AptEntry.ParseList(Disk.ReadText(file)),
            ".sources" => AptEntry.ParseDeb822(Disk.ReadText(file)),
            _ => [],
        };
    }

    private static ImmutableArray<string> OwnSuites(string osRelease)
    {
        const string key = "VERSION_CODENAME=";
        var lines = Disk.TryReadLines(osRelease);
        var codename = lines.FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Trim('"', ' ');
        ImmutableArray<string> always = ["stable", "testing", "unstable", "sid"];
        return codename is null ? always : always.Insert(0, codename);
    }
}

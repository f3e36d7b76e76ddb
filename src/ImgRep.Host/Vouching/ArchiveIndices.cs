using System.Collections.Immutable;
using ImgRep.Files.Tar;
using ImgRep.Host.Builders;
using ImgRep.Host.Keys;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Trust.Vouching;

namespace ImgRep.Host.Vouching;

/// <summary>Indices of the distribution's archive in a folder of this machine: of each suite <c>SUITE/InRelease</c>, which is signed, and
/// <c>SUITE/Sources.xz</c>, whose hash stands in there.</summary>
public sealed class ArchiveIndices
{
    public const string Head = "InRelease";
    public const string Sources = "Sources.xz";
    private const int LargestHead = 16 << 20;

    private ArchiveIndices(ImmutableArray<SuiteIndex> suites) => Suites = suites;

    public static ArchiveIndices None { get; } = new([]);

    /// <summary>Sorted by name.</summary>
    public ImmutableArray<SuiteIndex> Suites { get; }

    /// <summary>Everything in a folder, verified.</summary>
    /// <param name="keyring">The archive's keys, as gpgv takes them.</param>
    /// <exception cref="RejectedInputException">One of them is not what the archive signed, or is another suite's: all that are not.</exception>
    /// <exception cref="EnvironmentException">There is none, or one cannot be read.</exception>
    public static async Task<ArchiveIndices> ReadAsync(string folder, string keyring, TemporaryFolders temporary, CancellationToken cancellation)
    {
        var diagnostics = new List<Diagnostic>();
        var suites = ImmutableArray.CreateBuilder<SuiteIndex>();
        var found = Disk.Folders(folder).Order(StringComparer.Ordinal).Where(suite => Disk.IsFile(Path.Combine(suite, Head))).ToList();
        foreach (var reading in found.Select(suite => Task.Run(() => ReadSuiteAsync(suite, keyring, temporary, cancellation), cancellation)).ToList())
        {
            try
            {
                suites.Add(await reading);
            }
            catch (RejectedInputException rejected)
            {
                diagnostics.AddRange(rejected.Diagnostics);
            }
        }
        if (diagnostics.Count > 0)
            throw new RejectedInputException([.. diagnostics]);
        return suites.Count > 0 ? new ArchiveIndices(suites.ToImmutable())
            : throw new EnvironmentException("find indices in", folder, $"no folder in it has a file {Head}", $"imgrep sources indices {folder}");
    }

    /// <summary>What the archive says about each of some sources.</summary>
    public IReadOnlyDictionary<Digest, ArchiveWord> Find(IReadOnlySet<Digest> wanted)
    {
        var words = wanted.ToDictionary(digest => digest, _ => new ArchiveWord(!Suites.IsEmpty));
        // The newest index that lists it: it is what the archive says today.
        foreach (var suite in Suites.OrderBy(suite => suite.Date))
        {
            foreach (var file in suite.Read().SelectMany(source => source.Files).Where(file => wanted.Contains(file.Digest)))
                words[file.Digest] = new ArchiveWord(true, suite.Name, suite.Date);
        }
        return words;
    }

    private static async Task<SuiteIndex> ReadSuiteAsync(string folder, string keyring, TemporaryFolders temporary, CancellationToken cancellation)
    {
        var (name, head) = (Path.GetFileName(folder), Path.Combine(folder, Head));
        if (Disk.LengthOf(head) > LargestHead)
            throw Refuse(head, $"it has more than {LargestHead} bytes");
        var release = SuiteRelease.TryParse(await SignedTextAsync(head, keyring, cancellation))
            ?? throw Refuse(head, $"it does not say when it was made and which hash {SuiteRelease.SourcesPath} has");
        if (!release.Names.Contains(name))
            throw Refuse(head, $"it is the head of {string.Join(" or ", release.Names)}, not of {name}");
        var sources = Path.Combine(folder, Sources);
        if (Disk.HashOf(sources) is var hash && hash != release.Sources)
            throw Refuse(sources, $"it has {hash}, wanted {release.Sources}, as {Head} says");
        var text = temporary.NewPath();
        try
        {
            Decompressor.Run(Compression.Xz, new DiskFile(HostPath.Parse(sources), 0, Disk.LengthOf(sources), release.Sources), text, cancellation);
        }
        catch (InvalidDataException damage)
        {
            throw Refuse(sources, damage.Message);
        }
        return new SuiteIndex(name, release.Date, text);
    }

    /// <summary>The text that the archive signed, as gpgv gives it; what stands around it is not part of that.</summary>
    private static async Task<byte[]> SignedTextAsync(string head, string keyring, CancellationToken cancellation)
    {
        if (!Disk.IsFile(keyring))
            throw new EnvironmentException("read", keyring, "there are no keys of the archive", "install debian-archive-keyring, or name a keyring");
        var (_, text, said) = await Gnupg.RunAsync("gpgv", ["--keyring", keyring, "--status-fd", "2", "-o", "-", "--", head], default, cancellation);
        var status = said.Split('\n').Where(line => line.StartsWith("[GNUPG:] ", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).ToList();
        return status.Contains("BADSIG") ? throw Refuse(head, "it is not what the archive signed")
            : status.Contains("GOODSIG") && status.Contains("VALIDSIG") ? text
            : throw Refuse(head, $"no key in {keyring} signed it, or none that is still good");
    }

    private static RejectedInputException Refuse(string file, string message) =>
        new(Diagnostic.Error(SourceSpan.Whole(file), "archive-index", message, "fetch the indices again"));
}

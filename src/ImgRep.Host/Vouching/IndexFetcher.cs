using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Sources;

namespace ImgRep.Host.Vouching;

/// <summary>Fetches the indices of the distribution's own archive, as this system's apt knows it.</summary>
/// <param name="keyring">The archive's keys, as gpgv takes them.</param>
public sealed class IndexFetcher(SystemArchive archive, string keyring, TemporaryFolders temporary)
{
    /// <summary>In bytes; a compressed index of sources has some ten millions.</summary>
    private const long LargestFile = 1 << 28;

    /// <summary>Puts the indices of some suites into a folder, each only once it is verified.</summary>
    /// <exception cref="EnvironmentException">One cannot be had.</exception>
    public async Task<ArchiveIndices> FetchAsync(IEnumerable<string> suites, string folder, CancellationToken cancellation)
    {
        var work = temporary.NewFolder();
        using var http = new HttpTransfer(new FetchOptions { MaximumLength = LargestFile });
        foreach (var suite in suites)
        {
            var place = Disk.MakeFolder(Path.Combine(work, suite));
            await ReceiveAsync(http, new Uri(archive.Base, $"dists/{suite}/{ArchiveIndices.Head}"), Path.Combine(place, ArchiveIndices.Head), cancellation);
            await ReceiveAsync(http, new Uri(archive.Base, $"dists/{suite}/{SuiteRelease.SourcesPath}"), Path.Combine(place, ArchiveIndices.Sources), cancellation);
        }
        var indices = await ArchiveIndices.ReadAsync(work, keyring, temporary, cancellation);
        foreach (var suite in indices.Suites)
        {
            var target = Disk.MakeFolder(Path.Combine(folder, suite.Name));
            foreach (var file in (string[])[ArchiveIndices.Head, ArchiveIndices.Sources])
                Disk.Move(Path.Combine(work, suite.Name, file), Path.Combine(target, file));
        }
        return indices;
    }

    private static async Task ReceiveAsync(HttpTransfer http, Uri place, string path, CancellationToken cancellation)
    {
        using var partial = PartialFile.TryOpen(path)!;
        try
        {
            await http.ReceiveAsync(place, partial, (_, _) => { }, cancellation);
        }
        catch (TransferException failure)
        {
            throw new EnvironmentException("fetch", place.AbsoluteUri, failure.Message, "the archive's address is that of the system's apt", failure);
        }
        partial.Complete();
    }
}

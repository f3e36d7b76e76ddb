using ImgRep.Files.Tar;
using ImgRep.Host.Builders;
using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Packages.Skeletons;
using ImgRep.Primitives;

namespace ImgRep.Host.Scaffolding;

/// <summary>Brings a file whose hash nobody has told yet into the store: from then on it is known by the hash that it had today. Nothing of it is run.</summary>
public static class FirstTransfer
{
    /// <param name="url">An https or file URL.</param>
    /// <exception cref="EnvironmentException">It cannot be had.</exception>
    public static async Task<(Digest Digest, SourceOutline? Outline)> RunAsync(ContentStore store, Uri url, FetchOptions options, CancellationToken cancellation)
    {
        var path = store.Temporary.NewPath();
        using (var partial = PartialFile.TryOpen(path)!)
        {
            try
            {
                using var http = new HttpTransfer(options);
                if (url.IsFile)
                    await FileTransfer.ReceiveAsync(url, partial, options.MaximumLength, (_, _) => { }, cancellation);
                else
                    await http.ReceiveAsync(url, partial, (_, _) => { }, cancellation);
            }
            catch (TransferException failure)
            {
                throw new EnvironmentException("fetch", url.IsFile ? url.LocalPath : url.AbsoluteUri, failure.Message, "look whether the address is right", failure);
            }
            partial.Complete();
            var digest = partial.Digest;
            var outline = Outline(store, new DiskFile(HostPath.Parse(path), 0, Disk.LengthOf(path), digest), cancellation);
            if (!store.Sources.Has(digest))
                store.Sources.Adopt(path, digest);
            return (digest, outline);
        }
    }

    /// <summary>Null where it is no tar archive, or a damaged one.</summary>
    private static SourceOutline? Outline(ContentStore store, DiskFile file, CancellationToken cancellation)
    {
        try
        {
            using var entries = Decompressor.Unpack(store, file, cancellation).Open();
            return SourceOutline.Read(TarReader.Read(entries, "the archive", TarLimits.Default, SourceSpan.Whole("the archive")).Select(entry => entry.Name));
        }
        catch (Exception damage) when (damage is RejectedInputException or InvalidDataException)
        {
            return null;
        }
    }
}

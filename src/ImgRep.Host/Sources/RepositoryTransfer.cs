using ImgRep.Building;
using ImgRep.Host.Git.Objects;
using ImgRep.Host.Posix;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Primitives;

namespace ImgRep.Host.Sources;

/// <summary>Brings the tree of a commit from a git server, as the tar that it is known by (docs/formats/commits.md).</summary>
public static class RepositoryTransfer
{
    /// <summary>Of the folder of a transfer, behind the name of the file that it fills.</summary>
    internal const string Ending = ".git";

    private const string Mark = "git+";

    /// <summary>Marks a URL as one of a repository, which no file can be had from.</summary>
    internal static Uri PlaceOf(Uri repository) => new(Mark + repository.AbsoluteUri);

    internal static bool IsRepository(Uri place) => place.Scheme.StartsWith(Mark, StringComparison.Ordinal);

    /// <param name="folder">For as long as it takes.</param>
    internal static async Task ReceiveAsync(
        Uri place, SourceRequest request, PartialFile partial, string folder, FetchOptions options, Action<long, long?> progress, CancellationToken cancellation)
    {
        if (Disk.Exists(folder))
            Disk.DeleteFolder(folder);
        try
        {
            var tar = Path.Combine(folder, "tar");
            await Task.Run(() => Export(new Uri(place.AbsoluteUri[Mark.Length..]), request.Commit, folder, tar, options, cancellation), cancellation);
            await FileTransfer.ReceiveAsync(new Uri(tar), partial, options.MaximumLength, progress, cancellation);
        }
        finally
        {
            if (Disk.Exists(folder))
                Disk.DeleteFolder(folder);
        }
    }

    /// <summary>Writes the tree of a commit, with its submodules, as a canonical layer.</summary>
    /// <param name="url">Of the repository, with <c>#</c> and a tag or a branch where there is one: it has to mean that commit.</param>
    /// <param name="commit">Null for the one that the tag or the branch means.</param>
    /// <param name="folder">For the time being; it must not be there, and stays.</param>
    /// <exception cref="TransferException">The server does not give it, or it holds what nobody should take.</exception>
    public static LayerDescriptor Export(Uri url, string? commit, string folder, string tar, FetchOptions options, CancellationToken cancellation)
    {
        var limits = new RepositoryLimits(options.MaximumLength);
        var reference = url.Fragment.Length > 1 ? url.Fragment[1..] : null;
        var address = new Uri(url.GetLeftPart(UriPartial.Query));
        if (address.Scheme is not ("http" or "https" or "git"))
            throw new TransferException($"no repository is fetched by {address.Scheme}");
        var repository = new ForeignRepository(folder, limits, cancellation);
        try
        {
            repository.Create(isSha256: commit is { Length: 64 });
            var name = repository.Fetch(address, reference ?? commit ?? "HEAD");
            using var tree = new CommitTree(repository, limits, Path.Combine(folder, "files"), cancellation);
            var found = tree.Resolve(name);
            if (commit is not null && found != commit)
                throw new RepositoryException($"'{reference}' is the commit {found}, wanted {commit}: the tag or branch has moved");
            using var file = Disk.Create(tar);
            var buffered = new BufferedStream(file, 1 << 17);
            var layer = LayerWriter.Write(tree.Read(address, found), buffered, cancellation);
            buffered.Flush();
            return layer;
        }
        catch (RepositoryException failure)
        {
            throw new TransferException(failure.Message, failure);
        }
        catch (RejectedInputException refused)
        {
            throw new TransferException($"its tree is refused: {refused.Message}", refused);
        }
    }
}

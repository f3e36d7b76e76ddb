using ImgRep.Building;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Host.Sources;
using ImgRep.Host.Store;
using ImgRep.Primitives;
using ImgRep.Sources.Comparing;

namespace ImgRep.Host.Vouching;

/// <summary>The files of a git repository at a tag, fetched from its server.</summary>
public static class RepositoryListing
{
    /// <param name="text">Like <c>https://HOST/PATH.git#TAG</c>.</param>
    /// <exception cref="RejectedInputException">It is no such address.</exception>
    /// <exception cref="EnvironmentException">The server does not give it.</exception>
    public static Dictionary<string, SourceFile> Read(ContentStore store, string text, CancellationToken cancellation)
    {
        if (AddSource.KindOf(text) != AddSourceKind.Git || !GitAddress.TryParse(text, out var address, out _) || address.Folder.Length > 0)
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(text), "git-source", "it is not the address of a repository", "write https://HOST/PATH.git#TAG"));
        try
        {
            var tar = store.Temporary.NewPath();
            var layer = RepositoryTransfer.Export(address.Url, commit: null, store.Temporary.NewPath(), tar, new FetchOptions(), cancellation);
            if (!store.Sources.Has(layer.Digest))
                store.Sources.Adopt(tar, layer.Digest);
            return SourceListing.Read(store, new SourceRequest(layer.Digest, address.Url, text), looksInside: false, cancellation);
        }
        catch (TransferException failure)
        {
            throw new EnvironmentException("fetch", text, failure.Message, "look whether the address and the tag are right", failure);
        }
    }
}

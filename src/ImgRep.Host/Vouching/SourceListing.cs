using ImgRep.Building;
using ImgRep.Files.Tar;
using ImgRep.Host.Builders;
using ImgRep.Host.Store;
using ImgRep.Primitives;
using ImgRep.Sources.Comparing;

namespace ImgRep.Host.Vouching;

/// <summary>The files of a source that is in the store.</summary>
public static class SourceListing
{
    /// <exception cref="RejectedInputException">It is no archive, or a damaged or hostile one.</exception>
    public static Dictionary<string, SourceFile> Read(ContentStore store, SourceRequest source, CancellationToken cancellation)
    {
        try
        {
            using var tar = Decompressor.Unpack(store, store.Sources.Open(source.Digest), cancellation).Open();
            return ArchiveListing.Read(TarReader.Read(tar, source.FileName, TarLimits.Default, SourceSpan.Whole(source.FileName)), source.FileName);
        }
        catch (InvalidDataException damage)
        {
            throw new RejectedInputException(Diagnostic.Error(SourceSpan.Whole(source.FileName), "source-archive", damage.Message, "compare needs a tar archive"));
        }
    }
}

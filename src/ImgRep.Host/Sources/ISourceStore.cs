using ImgRep.Primitives;

namespace ImgRep.Host.Sources;

/// <summary>Where sources are kept by their hash. Safe under several processes at once.</summary>
public interface ISourceStore
{
    bool Has(Digest digest);

    /// <summary>Where a source lies that the store has.</summary>
    string PathOf(Digest digest);

    /// <summary>Where the bytes of a source gather until it is whole: always the same path for one digest, on the store's
    /// file system, so that a transfer that broke off can go on. The folder exists. Files and folders beside it whose names begin
    /// with its name belong to the transfer.</summary>
    string PartialPathOf(Digest digest);

    /// <summary>Takes over a file that is whole, verified and flushed, by renaming it. Idempotent and atomic.</summary>
    void Adopt(string partial, Digest digest);
}

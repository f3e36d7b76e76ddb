using ImgRep.Primitives;

namespace ImgRep.Host.Sources;

/// <summary>One place did not give a source; the next one is tried.</summary>
/// <param name="reason">Lower case, no final period.</param>
public sealed class TransferException(string reason, Exception? inner = null) : Exception(reason, inner)
{
    /// <summary>What the place gave instead of the source; null if it gave nothing whole.</summary>
    public Digest? Other { get; init; }

    /// <summary>Trying the same place again may help, if it gave anything at all.</summary>
    public bool IsTransient { get; init; }
}

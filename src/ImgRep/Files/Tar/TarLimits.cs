namespace ImgRep.Files.Tar;

/// <summary>How much of an archive is read before it is taken for an attack.</summary>
/// <param name="Bytes">The length of all files together.</param>
public sealed record TarLimits(long Entries = 10_000_000, long Bytes = 64L << 30)
{
    /// <summary>All pax headers and GNU long names of one entry together, and all global ones.</summary>
    public const int HeaderBytes = 1 << 20;

    public static TarLimits Default { get; } = new();
}

using System.Globalization;

namespace ImgRep.Trust.Vouching;

public enum UpstreamState
{
    /// <summary>A key of the project's signed the file.</summary>
    Signed,

    /// <summary>The archive made the file: upstream cannot have signed it.</summary>
    Repack,

    /// <summary>The project signs its files, and its signature is not in the tree.</summary>
    Missing,

    /// <summary>The project signs tags alone.</summary>
    TagOnly,

    /// <summary>No signature of the project's is known.</summary>
    Unsigned,

    /// <summary>The file <c>upstreams</c> does not have the project.</summary>
    Unknown,

    /// <summary>There is a signature, and it does not count.</summary>
    Refused,
}

/// <summary>What a project says about a source by its signature.</summary>
/// <param name="Detail">Why it is refused; for <see cref="UpstreamState.Signed"/> the exception that was made, if any.</param>
/// <param name="Key">Whose signature it is, where it is good.</param>
/// <param name="MadeAt">Null for signatures that have no time.</param>
public sealed record UpstreamWord(UpstreamState State, string Detail = "", string? Key = null, DateTimeOffset? MadeAt = null)
{
    public override string ToString() => State switch
    {
        UpstreamState.Signed => $"signed by {Key}{(MadeAt is { } at ? string.Create(CultureInfo.InvariantCulture, $" on {at:yyyy-MM-dd}") : "")}"
            + (Detail.Length > 0 ? $" ({Detail})" : ""),
        UpstreamState.Repack => "a repack: no signature of upstream's can apply",
        UpstreamState.Missing => "upstream signs it, but the signature is not kept here",
        UpstreamState.TagOnly => "upstream signs only the tag",
        UpstreamState.Unsigned => "no signature of upstream's is known",
        UpstreamState.Unknown => "of no project in the file upstreams",
        _ => $"its signature is refused: {Detail}",
    };
}

using System.Globalization;

namespace ImgRep.Trust.Vouching;

/// <summary>What the archive says about a source by its signed indices.</summary>
/// <param name="WasAsked">Whether there was any index.</param>
/// <param name="Suite">A suite whose index lists the file by its hash; null if none does.</param>
/// <param name="Date">When that index was made.</param>
public sealed record ArchiveWord(bool WasAsked, string? Suite = null, DateTimeOffset? Date = null)
{
    public bool IsListed => Suite is not null;

    public override string ToString() => Suite is not null ? string.Create(CultureInfo.InvariantCulture, $"listed by {Suite} of {Date:yyyy-MM-dd}")
        : WasAsked ? "listed by no index" : "no index was asked";
}

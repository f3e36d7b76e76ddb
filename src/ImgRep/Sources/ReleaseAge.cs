using System.Globalization;

namespace ImgRep.Sources;

/// <summary>How old a release is by what it carries itself: a signature's time, and that of the newest file in it. Both are its maker's word, so an age keeps
/// honest mistakes and hurried attacks out, and nobody who sets a clock back.</summary>
public static class ReleaseAge
{
    private const int LongestText = 5;

    /// <returns>Days, of a text such as <c>7d</c>; null of another.</returns>
    public static int? TryParse(string text) =>
        text.Length <= LongestText && text.EndsWith('d') && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days : null;

    /// <param name="minimum">Days.</param>
    /// <param name="newest">The times that the release carries; what has none is null.</param>
    /// <returns>Null for a release that is old enough.</returns>
    public static string? ProblemOf(int minimum, DateTimeOffset now, params DateTimeOffset?[] newest)
    {
        if (newest.Max() is not { } made)
            return $"nothing in it says when it was made, and it must be {minimum} days old; --min-age 0d takes it all the same";
        return now - made >= TimeSpan.FromDays(minimum) ? null
            : string.Create(CultureInfo.InvariantCulture, $"it was made on {made:yyyy-MM-dd}, and must be {minimum} days old; --min-age 0d takes it all the same");
    }
}

using System.Globalization;

namespace ImgRep.Cli.Answers;

/// <summary>Dates as people have them.</summary>
internal static class Day
{
    public static string Show(DateTimeOffset date) => date.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ImgRep.Trust.Listings;

/// <summary>What files look like that keep when they were built: the days of the build as programs print them, and its seconds since 1970.</summary>
/// <param name="from">When the build began.</param>
/// <param name="to">When it ended.</param>
public sealed class BuildDates(DateTimeOffset from, DateTimeOffset to)
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "MMM dd ", "MMM d yyyy", "dd MMM yyyy"];
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>Seconds are looked for by their first digits: with fewer they would be too many numbers to mean the build.</summary>
    private const int FewestDigits = 7;

    /// <summary>How many beginnings of seconds are looked for.</summary>
    private const int MostBeginnings = 8;

    /// <summary>Where programs keep seconds in binary, it is near the beginning: gzip at 4, python at 8.</summary>
    private const int Head = 16;

    /// <summary>No text that is looked for is longer.</summary>
    internal const int Longest = 16;

    private readonly ImmutableArray<byte[]> texts = [.. Texts(from.ToUniversalTime() - Slack, to.ToUniversalTime() + Slack).Distinct().Select(Encoding.ASCII.GetBytes)];
    private readonly uint first = (uint)(from - Slack).ToUnixTimeSeconds();
    private readonly uint last = (uint)(to + Slack).ToUnixTimeSeconds();

    /// <summary>Whether some bytes of a file hold such a date.</summary>
    /// <param name="isHead">They are the first of the file.</param>
    public bool IsIn(ReadOnlySpan<byte> bytes, bool isHead)
    {
        for (var at = 4; isHead && at + 4 <= Math.Min(bytes.Length, Head); at += 4)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]) is var seconds && seconds >= first && seconds <= last)
                return true;
        }
        foreach (var text in texts)
        {
            if (bytes.IndexOf(text) >= 0)
                return true;
        }
        return false;
    }

    private static IEnumerable<string> Texts(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var day in new[] { from, to })
        {
            foreach (var form in Forms)
                yield return day.ToString(form, CultureInfo.InvariantCulture);
        }
        foreach (var beginning in Beginnings(from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds()))
            yield return beginning.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The first digits of all seconds of the build, as many digits of each as keep the beginnings few.</summary>
    private static IEnumerable<long> Beginnings(long first, long last)
    {
        var digits = first.ToString(CultureInfo.InvariantCulture).Length;
        for (; last - first >= MostBeginnings; first /= 10, last /= 10)
            digits--;
        for (var beginning = first; digits >= FewestDigits && beginning <= last; beginning++)
            yield return beginning;
    }
}

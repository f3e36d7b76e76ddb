using System.Buffers;
using System.Globalization;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>Durations as Go's <c>time.ParseDuration</c> reads them: <c>1h2m3.5s</c>, <c>100ms</c>, <c>-1us</c>, <c>0</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    public static bool TryParse(string text, out double nanoseconds)
    {
        nanoseconds = 0;
        var rest = text.AsSpan().TrimStart("+-");
        if (text.Length - rest.Length > 1 || rest.IsEmpty)
            return false;
        if (rest is "0")
            return true;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            rest = rest[digits..];
            var length = rest.IndexOfAny(Digits);
            var unit = UnitOf(rest[..(length < 0 ? rest.Length : length)]);
            if (unit == 0)
                return false;
            nanoseconds += number * unit;
            rest = length < 0 ? [] : rest[length..];
        }
        nanoseconds = text[0] == '-' ? -nanoseconds : nanoseconds;
        return Math.Abs(nanoseconds) <= long.MaxValue;
    }

    private static double UnitOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "µs" or "μs" => 1e3,
        "ms" => 1e6,
        "s" => 1e9,
        "m" => 60e9,
        "h" => 3600e9,
        _ => 0,
    };
}

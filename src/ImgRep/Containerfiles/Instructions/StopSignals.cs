using System.Collections.Frozen;
using System.Globalization;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>The signals of Linux, by the names that <c>kill -l</c> shows.</summary>
internal static class StopSignals
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV",
        "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX",
    }.Concat(Enumerable.Range(1, 15).Select(n => $"RTMIN+{n}")).Concat(Enumerable.Range(1, 14).Select(n => $"RTMAX-{n}")).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Any number but 0, or a name with or without <c>SIG</c> in letters of any size.</summary>
    public static bool IsKnown(string signal)
    {
        if (int.TryParse(signal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number != 0;
        return Names.Contains(signal.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? signal[3..] : signal);
    }
}

namespace ImgRep.Trust.Signatures;

/// <summary>What the parts of a workshop may look like: they are counted, printed to terminals, and written on one line.</summary>
public static class WorkshopText
{
    private const int Longest = 100;

    /// <summary>Why a workshop cannot be claimed; null if it can.</summary>
    public static string? Problem(Workshop workshop)
    {
        foreach (var (name, text) in (ReadOnlySpan<(string, string)>)[
            ("builder", workshop.Builder), ("version", workshop.Version), ("cpu", workshop.CpuVendor),
            ("distribution", workshop.Distribution), ("kernel", workshop.Kernel)])
        {
            if (!IsPlain(text))
                return $"{name} is '{text}', expected up to {Longest} printable ASCII characters, without blanks at the ends";
        }
        return workshop.Builder.Contains(' ', StringComparison.Ordinal) ? $"builder is '{workshop.Builder}', expected one word" : null;
    }

    /// <summary>Four lines.</summary>
    /// <param name="mark">What each begins with.</param>
    internal static string Print(Workshop workshop, string mark) => $"{mark}builder {workshop.Builder} {workshop.Version}\n{mark}cpu {workshop.CpuVendor}\n"
        + $"{mark}distribution {workshop.Distribution}\n{mark}kernel {workshop.Kernel}\n";

    /// <summary>Reads what <see cref="Print"/> wrote.</summary>
    /// <exception cref="MalformedSignatureException">It is something else.</exception>
    internal static Workshop Parse(ref ManifestLines lines, string mark)
    {
        var number = lines.Number;
        var builder = lines.TakeAfter($"{mark}builder ");
        var blank = builder.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0)
            throw lines.Wrong($"{mark}builder NAME VERSION");
        var workshop = new Workshop(
            builder[..blank], builder[(blank + 1)..], lines.TakeAfter($"{mark}cpu "), lines.TakeAfter($"{mark}distribution "), lines.TakeAfter($"{mark}kernel "));
        return Problem(workshop) is { } problem ? throw new MalformedSignatureException($"line {number}: {problem}") : workshop;
    }

    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= Longest && text[0] != ' ' && text[^1] != ' ' && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}

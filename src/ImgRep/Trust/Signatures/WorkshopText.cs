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

    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= Longest && text[0] != ' ' && text[^1] != ' ' && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}

namespace ImgRep.Engines;

/// <summary>Text in a script of a POSIX shell.</summary>
public static class ShellText
{
    /// <summary>One word that means nothing to the shell (POSIX.1-2017, Shell Command Language 2.2.2).</summary>
    /// <exception cref="ArgumentException">It holds a NUL, which no word can.</exception>
    public static string Quote(string word) => word.Contains('\0', StringComparison.Ordinal)
        ? throw new ArgumentException("a word holds no NUL", nameof(word))
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public static string Quote(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));
}

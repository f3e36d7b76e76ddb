using ImgRep.Containerfiles.Checks.Shell;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>What a tar command does, with which archive.</summary>
/// <param name="Archive">As written; a dash for standard input or output.</param>
/// <param name="Missing">Options without which a new archive depends on more than names and contents.</param>
internal sealed record TarCommand(ShellCommand Command, bool Packs, bool Unpacks, string Archive, List<string> Missing)
{
    /// <summary>What the archive then depends on.</summary>
    public IEnumerable<string> Keeps => Missing.Select(option => option == "--mtime" ? "the times of the files" : "the order of the folder");

    public static List<TarCommand> In(ShellScript script)
    {
        var tars = script.Commands.Where(command => command.Name is "tar" or "gtar" or "bsdtar" && command.Words.Length > 1).ToList();
        var options = tars.Count == 0 ? "" : script.ValuesOf("TAR_OPTIONS");
        return [.. tars.Select(command => Read(command, options))];
    }

    private static TarCommand Read(ShellCommand command, string options)
    {
        var words = command.Arguments.Select(word => word.Value).ToList();
        // The first word needs no dash.
        if (!words[0].StartsWith('-'))
            words[0] = $"-{words[0]}";
        var letters = string.Concat(words.Where(word => word is ['-', not '-', ..] && !word.Contains('=', StringComparison.Ordinal)));
        var isList = words.Exists(word => word.StartsWith("--files-from", StringComparison.Ordinal) || word is ['-', .., 'T']);
        var missing = new List<string>();
        if (!isList && !Has("--sort"))
            missing.Add("--sort=name");
        if (!Has("--mtime") && !Has("--clamp-mtime"))
            missing.Add("--mtime");
        return new TarCommand(command, Is('c', "--create"), Is('x', "--extract") || Is('t', "--list"), ArchiveOf(words), missing);

        bool Has(string option) => words.Exists(word => word.StartsWith(option, StringComparison.Ordinal)) || options.Contains(option, StringComparison.Ordinal);
        bool Is(char letter, string option) => letters.Contains(letter, StringComparison.Ordinal) || words.Contains(option);
    }

    private static string ArchiveOf(List<string> words)
    {
        var at = words.FindIndex(word => word is ['-', not '-', ..] && word.Contains('f', StringComparison.Ordinal));
        if (at < 0)
            return LongArchiveOf(words);
        var behind = words[at][(words[at].IndexOf('f', StringComparison.Ordinal) + 1)..];
        return behind.Length > 0 ? behind : words.ElementAtOrDefault(at + 1) ?? "-";
    }

    private static string LongArchiveOf(List<string> words) =>
        words.FindIndex(word => word == "--file") is >= 0 and var at
            ? words.ElementAtOrDefault(at + 1) ?? "-"
            : words.Find(word => word.StartsWith("--file=", StringComparison.Ordinal))?["--file=".Length..] ?? "-";
}

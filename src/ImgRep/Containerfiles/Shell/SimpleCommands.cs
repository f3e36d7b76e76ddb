using System.Buffers;

namespace ImgRep.Containerfiles.Shell;

/// <summary>Tells a command from what stands before it, and finds the commands that other commands run.</summary>
internal static class SimpleCommands
{
    private static readonly string[] Prefixes =
        ["if", "then", "else", "elif", "while", "until", "do", "!", "{", "exec", "time", "sudo", "command", "nohup", "busybox", "env", "nice", "ionice", "timeout", "stdbuf"];

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+");

    /// <summary>The command that words make, and those that it was told to run.</summary>
    public static IEnumerable<ShellCommand> Of(List<ShellWord> words)
    {
        var start = CommandStart(words);
        start += ModuleStart(words, start);
        yield return new ShellCommand([.. words.Take(start)], [.. words.Skip(start)]);
        if (start < words.Count && RunBy(words[start].Value, words, start + 1) is { Count: > 0 } inner)
            yield return new ShellCommand([], [.. inner]);
    }

    private static int CommandStart(List<ShellWord> words)
    {
        var at = 0;
        while (at < words.Count && (Prefixes.Contains(words[at].Value) || IsAssignment(words[at].Value)))
        {
            var prefix = words[at++].Value;
            if (prefix is "env" or "nice" or "ionice" or "timeout" or "stdbuf" or "sudo" or "exec")
                at = SkipOptions(words, at, "unCckso");
            if (prefix == "timeout" && at < words.Count)
                at++;
        }
        return at;
    }

    private static bool IsAssignment(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !word.AsSpan(0, equals).ContainsAnyExcept(NameCharacters);
    }

    /// <summary><c>python3 -m NAME</c> runs NAME.</summary>
    private static int ModuleStart(List<ShellWord> words, int start)
    {
        if (start >= words.Count || !words[start].Value[(words[start].Value.LastIndexOf('/') + 1)..].StartsWith("python", StringComparison.Ordinal))
            return 0;
        var at = start + 1;
        while (at < words.Count && words[at].Value is ['-', ..] and not "-m" and not "-c")
            at++;
        return at + 1 < words.Count && words[at].Value == "-m" ? at + 1 - start : 0;
    }

    private static List<ShellWord>? RunBy(string name, List<ShellWord> words, int at)
    {
        if (name == "find")
        {
            var from = words.FindIndex(at, word => word.Value is "-exec" or "-execdir" or "-ok") + 1;
            return from == 0 ? null : [.. words.Skip(from).TakeWhile(word => word.Value is not (";" or "+"))];
        }
        if (name != "xargs")
            return null;
        at = SkipOptions(words, at, "nIPLdsEa");
        // What it reads becomes arguments: here they have no name.
        return at < words.Count ? [.. words.Skip(at), new ShellWord("{}", words[^1].Start, 0)] : null;
    }

    /// <param name="valued">Options that take the next word if they stand alone.</param>
    private static int SkipOptions(List<ShellWord> words, int at, string valued)
    {
        while (at < words.Count && words[at].Value is ['-', ..] option)
            at += option.Length == 2 && valued.Contains(option[1], StringComparison.Ordinal) ? 2 : 1;
        return Math.Min(at, words.Count);
    }
}

using System.Buffers;

namespace ImgRep.Containerfiles.Checks.Shell;

/// <summary>Tells a command from what stands before it, and finds the commands that other commands run.</summary>
internal static class SimpleCommands
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+");

    /// <summary>The command that words make, and those that it was told to run.</summary>
    public static IEnumerable<ShellCommand> Split(List<ShellWord> words)
    {
        var outer = Unwrap(words);
        yield return outer;
        if (outer.Words.IsEmpty)
            yield break;
        foreach (var inner in RunBy(outer.Words[0].Value, words, outer.Before.Length + 1))
            yield return Unwrap(inner);
    }

    private static ShellCommand Unwrap(List<ShellWord> words)
    {
        var start = CommandStart(words);
        start += ModuleStart(words, start);
        return new ShellCommand([.. words.Take(start)], [.. words.Skip(start)]);
    }

    private static int CommandStart(List<ShellWord> words)
    {
        var at = 0;
        while (at < words.Count && (CommandWrappers.IsOne(words[at].Value) || IsAssignment(words[at].Value)))
        {
            var wrapper = words[at++].Value;
            at = CommandWrappers.Skip(wrapper, words, at);
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

    private static IEnumerable<List<ShellWord>> RunBy(string name, List<ShellWord> words, int at) => name switch
    {
        "find" => RunByFind(words, at),
        // What it reads becomes arguments: here they have no name.
        "xargs" when CommandWrappers.Skip(name, words, at) is var start && start < words.Count => [[.. words.Skip(start), new ShellWord("{}", words[^1].Start, 0)]],
        _ => [],
    };

    private static IEnumerable<List<ShellWord>> RunByFind(List<ShellWord> words, int at)
    {
        while (words.FindIndex(at, word => word.Value is "-exec" or "-execdir" or "-ok" or "-okdir") is >= 0 and var exec)
        {
            List<ShellWord> inner = [.. words.Skip(exec + 1).TakeWhile(word => word.Value is not (";" or "+"))];
            if (inner.Count > 0)
                yield return inner;
            at = exec + 1 + inner.Count;
        }
    }
}

namespace ImgRep.Containerfiles;

/// <summary>
/// Finds the simple commands of a shell script well enough for hints: words between separators, assignments before them left out, quotes
/// dropped, comments skipped. It expands nothing.
/// </summary>
internal static class ShellCommands
{
    private static readonly string[] Prefixes = ["if", "then", "else", "elif", "while", "until", "do", "!", "{", "exec", "time", "env", "sudo", "command"];

    public static IEnumerable<IReadOnlyList<string>> In(string script)
    {
        var words = new List<string>();
        for (var at = 0; at < script.Length;)
        {
            var c = script[at];
            if (c is '\n' or ';' or '|' or '&' or '(' or ')' or '`')
            {
                at++;
                if (words.Count > 0)
                    yield return words;
                words = [];
            }
            else if (c == '#' && (at == 0 || char.IsWhiteSpace(script[at - 1])))
            {
                var end = script.IndexOf('\n', at);
                at = end < 0 ? script.Length : end;
            }
            else if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else
            {
                var word = ReadWord(script, ref at);
                if (word.Length > 0 && (words.Count > 0 || !IsPrefix(word)))
                    words.Add(word);
            }
        }
        if (words.Count > 0)
            yield return words;
    }

    private static bool IsPrefix(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return Prefixes.Contains(word) || (equals > 0 && word.AsSpan(0, equals).IndexOfAnyExceptInRange('0', 'z') < 0);
    }

    /// <summary>A command substitution ends the word, so that what is in it is found too.</summary>
    private static string ReadWord(string script, ref int at)
    {
        var start = at;
        while (at < script.Length && !char.IsWhiteSpace(script[at]) && script[at] is not (';' or '|' or '&' or '(' or ')' or '`'))
        {
            if (script[at] == '\\')
                at++;
            else if (script[at] == '\'')
                at = script.IndexOf('\'', at + 1) is >= 0 and var close ? close : script.Length;
            at++;
        }
        at = Math.Min(at, script.Length);
        return script[start..at].Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal).TrimStart('$');
    }
}

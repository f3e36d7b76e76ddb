using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ImgRep.Containerfiles.Checks.Shell;

/// <summary>Which options of a program take the next word as their value: without that, a value looks like an operand.</summary>
internal sealed class OptionSyntax
{
    private readonly FrozenSet<string> valued;
    private readonly bool hasLongNamesBehindOneDash;

    /// <param name="valued">Options that take a value, separated by blanks; one dash and a name of several letters, as in <c>-ldflags</c>,
    /// means that the program reads every option so, and knows no letters behind one dash.</param>
    public OptionSyntax(string valued)
    {
        this.valued = valued.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
        hasLongNamesBehindOneDash = this.valued.Any(option => option is ['-', not '-', _, ..]);
    }

    public static OptionSyntax Unknown { get; } = new("");

    /// <summary>All options and operands, in any order.</summary>
    public CommandArguments Read(IEnumerable<ShellWord> words)
    {
        var options = ImmutableArray.CreateBuilder<KeyValuePair<string, string?>>();
        var operands = ImmutableArray.CreateBuilder<string>();
        string? waiting = null;
        var onlyOperands = false;
        foreach (var word in words.Select(word => word.Value))
        {
            if (waiting is not null)
            {
                options.Add(new(waiting, word));
                waiting = null;
            }
            else if (onlyOperands || word is not ['-', _, ..])
                operands.Add(word);
            else if (word == "--")
                onlyOperands = true;
            else
                waiting = ReadOption(word, options);
        }
        if (waiting is not null)
            options.Add(new(waiting, null));
        return new CommandArguments(options.DrainToImmutable(), operands.DrainToImmutable());
    }

    /// <summary>How many words before the first operand are options and their values.</summary>
    public int CountLeading(IReadOnlyList<ShellWord> words, int from)
    {
        var at = from;
        while (at < words.Count && words[at].Value is ['-', _, ..] word)
        {
            at++;
            if (word == "--")
                break;
            if (ReadOption(word, null) is not null)
                at++;
        }
        return Math.Min(at, words.Count) - from;
    }

    /// <returns>The option whose value is the next word.</returns>
    private string? ReadOption(string word, ImmutableArray<KeyValuePair<string, string?>>.Builder? options)
    {
        if (word[1] == '-' || hasLongNamesBehindOneDash)
        {
            if (word.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals)
                options?.Add(new(word[..equals], word[(equals + 1)..]));
            else if (valued.Contains(word))
                return word;
            else
                options?.Add(new(word, null));
            return null;
        }
        for (var at = 1; at < word.Length; at++)
        {
            var letter = $"-{word[at]}";
            if (!valued.Contains(letter))
                options?.Add(new(letter, null));
            else if (at + 1 == word.Length)
                return letter;
            else
            {
                options?.Add(new(letter, word[(at + 1)..]));
                break;
            }
        }
        return null;
    }
}

using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>The arguments of ENV and LABEL: <c>NAME=VALUE ...</c>, or the old form <c>NAME VALUE</c> with one pair.</summary>
internal static class NameValues
{
    public static ImmutableArray<KeyValuePair<string, string>>? Parse(InstructionText text)
    {
        var flags = FlagValues.Read(text);
        if (text.Single($"{text.Keyword} NAME=VALUE") is null)
            return null;
        var words = WordSplitter.SplitQuoted(text.Arguments, text.ArgumentsStart, text.Escape);
        var pairs = words.Count > 0 && words[0].Text.Contains('=', StringComparison.Ordinal) ? ParsePairs(text, words) : ParseOldForm(text);
        return flags.Failed ? null : pairs;
    }

    private static ImmutableArray<KeyValuePair<string, string>>? ParsePairs(InstructionText text, List<Word> words)
    {
        var pairs = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>(words.Count);
        foreach (var word in words)
        {
            var equals = word.Text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                text.Report(word, Rules.NameValue, $"'{word.Text}' is not of the form NAME=VALUE", "put a value that holds blanks in double quotes");
            else if (equals == 0)
                text.Report(word, Rules.BlankName, $"{text.Keyword} has a value without a name", "write NAME=VALUE");
            else
                pairs.Add(KeyValuePair.Create(word.Text[..equals], word.Text[(equals + 1)..]));
        }
        return pairs.Count == words.Count ? pairs.MoveToImmutable() : null;
    }

    private static ImmutableArray<KeyValuePair<string, string>>? ParseOldForm(InstructionText text)
    {
        var (name, rest) = WordSplitter.Cut(text.Arguments);
        if (name.Length == text.Arguments.Length)
        {
            text.Report(text.ArgumentsStart, name.Length, Rules.NameValue, $"{text.Keyword} '{name}' has no value", $"write {text.Keyword} NAME=VALUE");
            return null;
        }
        text.Report(Rules.OldNameValue, $"{text.Keyword} without '=' is an old form", $"write {text.Keyword} {name}=VALUE");
        return [KeyValuePair.Create(name, text.Arguments[rest..])];
    }
}

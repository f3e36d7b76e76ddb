using System.Text;

namespace ImgRep.Containerfiles.Expansion;

/// <summary>Gathers words: white space ends one unless it was quoted or escaped.</summary>
internal sealed class WordList
{
    private readonly StringBuilder word = new();
    private readonly List<string> words = [];

    /// <summary>Adds text whose white space separates words.</summary>
    public void AddSplitting(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c))
                EndWord();
            else
                word.Append(c);
        }
    }

    /// <summary>Adds text that belongs to one word.</summary>
    public void AddWhole(ReadOnlySpan<char> text) => word.Append(text);

    public List<string> End()
    {
        EndWord();
        return words;
    }

    private void EndWord()
    {
        if (word.Length > 0)
            words.Add(word.ToString());
        word.Clear();
    }
}

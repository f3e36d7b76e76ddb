using ImgRep.Containerfiles.Checks.Shell;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Checks.Commands;

/// <summary>What a rule says of a stretch of a script.</summary>
internal sealed record Finding(int Start, int Length, Rule Rule, string Message, string Hint)
{
    public static Finding At(ShellWord word, Rule rule, string message, string hint) => new(word.Start, word.Length, rule, message, hint);

    /// <summary>At the command's name, without its folder and quotes.</summary>
    public static Finding At(ShellCommand command, Rule rule, string message, string hint)
    {
        var word = command.Words[0];
        var quote = (word.Length - word.Value.Length) / 2;
        var start = word.Start + quote + word.Value.Length - command.Name.Length;
        return new Finding(start, command.Name.Length, rule, message, hint);
    }
}

namespace ImgRep.Cli.Display;

/// <summary>Questions to a person at a terminal; nobody else is asked anything.</summary>
internal static class Question
{
    /// <summary>Whether there is somebody who reads the question and can answer.</summary>
    public static bool CanAsk { get; } = Terminal.IsInteractive && !Console.IsInputRedirected;

    /// <param name="suggestion">What an empty answer means; null for nothing.</param>
    /// <returns>Null where there is nobody to ask, or no answer.</returns>
    public static string? Ask(string question, string? suggestion)
    {
        if (!CanAsk)
            return suggestion;
        Terminal.Writer.Write($"{Terminal.Printable(question)}{(suggestion is null ? "" : $" [{Terminal.Printable(suggestion)}]")}: ");
        return Console.ReadLine()?.Trim() is { Length: > 0 } answer ? answer : suggestion;
    }
}

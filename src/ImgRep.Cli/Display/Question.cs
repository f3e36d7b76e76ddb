namespace ImgRep.Cli.Display;

/// <summary>Questions to a person at a terminal; nobody else is asked anything.</summary>
internal static class Question
{
    /// <summary>Whether there is somebody who reads the question and can answer.</summary>
    public static bool CanAsk { get; } = Terminal.IsInteractive && !Console.IsInputRedirected;

    /// <param name="suggestion">What an empty answer means; null for nothing.</param>
    /// <returns>Null where there is nobody to ask, or no answer.</returns>
    /// <exception cref="OperationCanceledException">It was interrupted instead.</exception>
    public static string? Ask(string question, string? suggestion, CancellationToken cancellation)
    {
        if (!CanAsk)
            return suggestion;
        Terminal.Writer.Write($"{Terminal.Printable(question)}{(suggestion is null ? "" : $" [{Terminal.Printable(suggestion)}]")}: ");
        // Reading a line cannot be interrupted, waiting for it can.
        return Task.Run(Console.ReadLine, cancellation).WaitAsync(cancellation).GetAwaiter().GetResult()?.Trim() is { Length: > 0 } answer ? answer : suggestion;
    }
}

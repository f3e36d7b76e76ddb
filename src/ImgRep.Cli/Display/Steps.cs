namespace ImgRep.Cli.Display;

/// <summary>Tells a person step by step what was done, and at the end what to type next.</summary>
internal sealed class Steps : IProgress<string>
{
    public void Report(string value) => Terminal.Writer.WriteLine(Terminal.Printable(value));

    /// <param name="commands">What to type, and what it does.</param>
    public static void Next(params (string Command, string Does)[] commands)
    {
        var width = commands.Max(step => step.Command.Length);
        Terminal.Writer.WriteLine("next:");
        foreach (var (command, does) in commands)
            Terminal.Writer.WriteLine(Terminal.Printable($"    {command.PadRight(width)}  {does}"));
    }
}

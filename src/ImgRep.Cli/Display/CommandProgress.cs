using ImgRep.Building;

namespace ImgRep.Cli.Display;

/// <summary>Tells the user how a command gets on, until it is disposed.</summary>
internal abstract class CommandProgress : IProgress<BuildEvent>, IDisposable
{
    /// <param name="doing">What the command does, in one word; a person at a terminal reads it when nothing else is known.</param>
    public static CommandProgress Start(string doing) => Terminal.IsInteractive ? new LiveProgress(Terminal.Screen, doing) : new PlainProgress();

    public abstract void Report(BuildEvent value);

    public virtual void Dispose()
    {
    }
}

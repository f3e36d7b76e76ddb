using ImgRep.Cli.Display;
using ImgRep.Host.Rebuilds;

namespace ImgRep.Cli.Answers;

/// <summary>What is to be said of variations that cannot be applied here.</summary>
internal static class NotVaried
{
    /// <summary>Names each of those asked for that is not applied, and why.</summary>
    public static void Print(IEnumerable<Variation> asked, IEnumerable<Variation> varied)
    {
        foreach (var variation in asked.Except(varied))
            Terminal.Writer.WriteLine($"not varied: {variation.Name}: {variation.Obstacle ?? variation.OnlyAsked}");
    }
}

using System.CommandLine;

namespace ImgRep.Cli;

/// <summary>The options that every command takes.</summary>
internal static class CommonOptions
{
    public static Option<string?> Tree { get; } = new("--tree")
    {
        Description = "The tree to work in: a folder that holds packages/ [default: here or the nearest above]",
        HelpName = "DIR",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print the answer as JSON",
        Recursive = true,
    };
}

using System.CommandLine;
using ImgRep.Host;
using ImgRep.Host.Tree;

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

    public static TreeFolder TreeOf(ParseResult arguments) => TreeFolder.Find(arguments.GetValue(Tree));

    /// <summary>An argument that takes any number of packages and completes their names.</summary>
    public static Argument<string[]> PackageNames(string description)
    {
        var names = new Argument<string[]>("NAME") { Description = description, Arity = ArgumentArity.ZeroOrMore };
        names.CompletionSources.Add(context => KnownNames(context.ParseResult));
        return names;
    }

    private static IEnumerable<string> KnownNames(ParseResult arguments)
    {
        try
        {
            return TreeLoader.ListNames(TreeOf(arguments)).Select(name => name.ToString());
        }
        catch (EnvironmentException)
        {
            return [];
        }
    }
}

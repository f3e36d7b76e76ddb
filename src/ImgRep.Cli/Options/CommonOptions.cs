using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Host;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Host.Sources;
using ImgRep.Packages;

namespace ImgRep.Cli.Options;

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

    /// <summary>For commands that fetch.</summary>
    public static Option<string[]> Sources { get; } = new("--sources")
    {
        Description = "A folder of source files, looked into first; IMGREP_SOURCES lists more, separated by colons",
        HelpName = "DIR",
    };

    /// <summary>For commands that look at what packages come to.</summary>
    public static Option<string?> Route() => new("--route")
    {
        Description = "Take one route only, of the packages that have it: nothing then proves that their routes agree",
        HelpName = "ROUTE",
    };

    public static ImmutableArray<string> SourceFolders(ParseResult arguments) =>
        [.. (arguments.GetValue(Sources) ?? []).Select(Disk.FullPath), .. FetchOptions.FoldersOf(Environment.GetEnvironmentVariable("IMGREP_SOURCES"))];

    /// <summary>The tree, or where there is none a folder that has its keys and its policy alone.</summary>
    public static Checkout KeysOf(ParseResult arguments) => Checkout.TryFind(arguments.GetValue(Tree)) ?? Checkout.WithoutPackages(arguments.GetValue(Tree) ?? ".");

    public static Checkout TreeOf(ParseResult arguments) => Checkout.Find(arguments.GetValue(Tree));

    /// <summary>An argument that takes any number of packages and completes their names.</summary>
    public static Argument<string[]> PackageNames(string description)
    {
        var names = new Argument<string[]>("NAME") { Description = description, HelpName = "NAME", Arity = ArgumentArity.ZeroOrMore };
        names.CompletionSources.Add(context => CompleteNames(context.ParseResult));
        return names;
    }

    /// <summary>The packages of the tree; none where there is no tree.</summary>
    public static ImmutableArray<PackageName> KnownPackages(ParseResult arguments) =>
        Checkout.TryFind(arguments.GetValue(Tree)) is { } tree ? CheckoutLoader.ListNames(tree) : [];

    /// <summary>What a shell completes; nothing where the packages cannot be read.</summary>
    public static IEnumerable<string> CompleteNames(ParseResult arguments)
    {
        try
        {
            return KnownPackages(arguments).Select(name => name.ToString());
        }
        catch (EnvironmentException)
        {
            return [];
        }
    }
}

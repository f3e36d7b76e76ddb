using System.CommandLine;
using ImgRep.Host;
using ImgRep.Host.Git;

namespace ImgRep.Cli.Options;

/// <summary>What can be completed where a commit is asked for; nothing where the tree is no repository.</summary>
internal static class KnownRevisions
{
    public static IEnumerable<string> List(ParseResult arguments)
    {
        try
        {
            return GitReferences.List(CommonOptions.TreeOf(arguments)).Prepend("HEAD");
        }
        catch (EnvironmentException)
        {
            return [];
        }
    }
}

using System.Collections.Immutable;
using System.CommandLine;
using ImgRep.Host;
using ImgRep.Host.Keys;
using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Cli.Options;

/// <summary>What can be completed from <c>keys/</c>; nothing where it is missing, and what is sound of it where it has mistakes.</summary>
internal static class KnownKeys
{
    public static IEnumerable<string> People(ParseResult arguments) => Read(arguments).Select(person => person.Id);

    public static IEnumerable<string> Fingerprints(ParseResult arguments) =>
        Read(arguments).SelectMany(person => person.Keys).Select(key => key.OpenPgp?.Hex).OfType<string>();

    private static ImmutableArray<Person> Read(ParseResult arguments)
    {
        try
        {
            return KeyFolder.Read(CommonOptions.TreeOf(arguments), new List<Diagnostic>()).People;
        }
        catch (EnvironmentException)
        {
            return [];
        }
    }
}

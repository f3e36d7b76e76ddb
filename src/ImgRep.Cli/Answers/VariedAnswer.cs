using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json.Serialization;
using ImgRep.Cli.Display;
using ImgRep.Host.Rebuilds;

namespace ImgRep.Cli.Answers;

/// <summary>How packages came through variations of their environment; for people, <c>survives  zlib</c>, <c>differs  zlib  hostname</c>, or
/// <c>differs  zlib  by time or chance</c>.</summary>
/// <param name="Varied">What was varied, by name.</param>
internal sealed record VariedAnswer(IEnumerable<string> Varied, ImmutableArray<VariedPackage> Packages) : IAnswer
{
    /// <returns>The exit code.</returns>
    public static int Conclude(ParseResult arguments, IEnumerable<VariedResult> results, ImmutableArray<Variation> varied)
    {
        var answer = new VariedAnswer(varied.Select(variation => variation.Name), [.. results.Select(VariedPackage.From)]);
        Answer.Print(arguments, answer);
        return answer.Packages.All(package => package.Survives) ? ExitCode.Done : ExitCode.NegativeVerdict;
    }

    public IEnumerable<string> Lines() => Packages.Select(package => package.Survives ? $"survives  {package.Name}" : $"differs  {package.Name}  {package.Cause}");
}

/// <param name="Unstable">Whether it differs by time or chance.</param>
/// <param name="Culprits">The variations that change it; names in one list change it only together.</param>
internal sealed record VariedPackage(string Name, bool Survives, bool Unstable, ImmutableArray<ImmutableArray<string>> Culprits, [property: JsonIgnore] string Cause)
{
    public static VariedPackage From(VariedResult result) => new(result.Package, result.Survives, result.IsUnstable, result.Culprits, result.Cause);
}

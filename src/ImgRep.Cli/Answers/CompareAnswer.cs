using System.Globalization;
using ImgRep.Host.Comparing;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>What several builders made of packages.</summary>
internal sealed record CompareAnswer(IEnumerable<ComparedPackage> Packages) : IAnswer
{
    public static CompareAnswer From(IEnumerable<KeyValuePair<string, ComparedBuild>> compared) =>
        new(compared.Select(package => ComparedPackage.From(package.Key, package.Value)));

    public IEnumerable<string> Lines() => Packages.SelectMany(package => package.Results.Select(result => result.Line(package.Name)));
}

/// <param name="Same">Whether all gave one digest.</param>
internal sealed record ComparedPackage(string Name, bool Same, IEnumerable<ComparedResult> Results)
{
    public static ComparedPackage From(string name, ComparedBuild compared) =>
        new(name, compared.Agree, compared.Results.Select(result => new ComparedResult(result.Builder, result.Image, result.Elapsed.TotalSeconds)));
}

internal sealed record ComparedResult(string Builder, Digest Digest, double Seconds)
{
    public string Line(string package) => string.Create(CultureInfo.InvariantCulture, $"{Digest.Hex}  {package}  {Seconds,8:0.0} s  {Builder}");
}

using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Tests.Packages;

/// <summary>Trees written as <c>"app: lib tool"</c>, the dependencies standing in lines 1, 2 ... of their Containerfile.</summary>
internal static class Trees
{
    public static PackageSet Of(params string[] packages)
    {
        var parsed = packages.Select(Package).ToImmutableArray();
        return new PackageSet([.. parsed.Select(package => package.Name).Order()], parsed);
    }

    public static PackageName Name(string name) => PackageName.Parse(name);

    private static Package Package(string text)
    {
        var name = text[..text.IndexOf(':', StringComparison.Ordinal)];
        var file = $"packages/{name}/Containerfile";
        var needed = text[(name.Length + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new Package(
            Name(name), [new Route(Name(name), null, file, default, [],
                [.. needed.Select((word, index) => new Dependency(Name(word), new SourceSpan(file, index + 1, 6)))]) { Evaluation = Digest.Compute([]), Sources = [] }]);
    }
}

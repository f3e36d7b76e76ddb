using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>The diagnostic for a name that no package has.</summary>
public static class UnknownPackage
{
    /// <param name="name">As written, whether or not it could be a package's name.</param>
    /// <param name="known">Every package of the tree.</param>
    public static Diagnostic At(SourceSpan span, string name, ImmutableArray<PackageName> known)
    {
        var nearest = NearestName.Find(name, known.Select(package => package.ToString()));
        var hint = nearest is null ? $"packages are the folders of packages/: there is no packages/{name}" : $"did you mean '{nearest}'?";
        return Diagnostic.Error(span, "unknown-package", $"no package '{name}'", hint);
    }
}

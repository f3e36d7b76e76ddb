using ImgRep.Primitives;

namespace ImgRep.Packages;

/// <summary>The diagnostic for a route that no package has.</summary>
public static class UnknownRoute
{
    /// <returns>Null if one has it.</returns>
    public static Diagnostic? In(IReadOnlyCollection<Package> packages, string route)
    {
        var known = packages.SelectMany(package => package.Routes).Select(other => other.Name).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList();
        if (known.Contains(route))
            return null;
        var hint = NearestName.Find(route, known) is { } nearest ? $"did you mean '{nearest}'?"
            : known.Count > 0 ? $"there are {string.Join(", ", known)}" : "none of these packages has several routes";
        return Diagnostic.Error(SourceSpan.Whole("packages"), "unknown-route", $"no package has a route '{route}'", hint);
    }
}

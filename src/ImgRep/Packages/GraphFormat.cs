namespace ImgRep.Packages;

/// <summary>A graph for other programs, as lines. All list the packages in the order of building.</summary>
public static class GraphFormat
{
    /// <summary>DOT, the language of Graphviz; arrows point at what is needed.</summary>
    public static IEnumerable<string> Dot(PackageGraph graph)
    {
        yield return "digraph packages {";
        foreach (var package in graph.Order)
        {
            yield return package.HasRoutes ? $"  \"{package.Name}\" [label=\"{package.Name}\\n{RouteNames(package)}\"];" : $"  \"{package.Name}\";";
            foreach (var needed in package.Dependencies)
                yield return $"  \"{package.Name}\" -> \"{needed.Name}\";";
        }
        yield return "}";
    }

    /// <summary>A makefile that builds one package a job, for engines that read makefiles. <c>IMGREP</c> is the command.</summary>
    public static IEnumerable<string> Make(PackageGraph graph)
    {
        yield return "IMGREP ?= imgrep";
        foreach (var package in graph.Order)
        {
            var target = ArchiveOf(package.Name);
            yield return "";
            yield return $".PHONY: {target}";
            yield return $"all: {target}";
            yield return $"{target}:{string.Concat(package.Dependencies.Select(needed => $" {ArchiveOf(needed.Name)}"))}";
            yield return $"\t$(IMGREP) build {package.Name}";
        }
    }

    private static string ArchiveOf(PackageName name) => $"out/{name}.tgz";

    private static string RouteNames(Package package) => string.Join(", ", package.Routes.Select(route => route.Name));
}

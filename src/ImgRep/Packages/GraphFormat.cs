using System.Globalization;
using System.Text.Json;

namespace ImgRep.Packages;

/// <summary>A graph for people and for programs. All list the packages in the order of building.</summary>
public static class GraphFormat
{
    /// <summary><c>NAME: NEEDED NEEDED</c>, one package a line.</summary>
    public static void WriteText(PackageGraph graph, TextWriter output)
    {
        foreach (var package in graph.Order)
            output.WriteLine($"{package.Name}:{Needed(package, " ", "")}");
    }

    /// <summary>DOT, the language of Graphviz; arrows point at what is needed.</summary>
    public static void WriteDot(PackageGraph graph, TextWriter output)
    {
        output.WriteLine("digraph packages {");
        foreach (var package in graph.Order)
        {
            output.WriteLine(package.HasRoutes ? $"  \"{package.Name}\" [label=\"{package.Name}\\n{RouteNames(package)}\"];" : $"  \"{package.Name}\";");
            foreach (var needed in package.Dependencies)
                output.WriteLine($"  \"{package.Name}\" -> \"{needed.Name}\";");
        }
        output.WriteLine("}");
    }

    /// <summary>A makefile that builds one package a job, for engines that read makefiles. <c>IMGREP</c> is the command.</summary>
    public static void WriteMake(PackageGraph graph, TextWriter output)
    {
        output.WriteLine("IMGREP ?= imgrep");
        foreach (var package in graph.Order)
        {
            var target = $"out/{package.Name}.tgz";
            output.WriteLine($"\n.PHONY: {target}\nall: {target}");
            output.WriteLine($"{target}:{Needed(package, " out/", ".tgz")}\n\t$(IMGREP) build {package.Name}");
        }
    }

    /// <summary><c>{"packages":[{"name","routes","needs":[{"name","file","line","column"}]}]}</c>, lines and columns from 1; routes is
    /// missing where there is a single Containerfile.</summary>
    public static void WriteJson(PackageGraph graph, Utf8JsonWriter output)
    {
        output.WriteStartObject();
        output.WriteStartArray("packages");
        foreach (var package in graph.Order)
        {
            output.WriteStartObject();
            output.WriteString("name", package.Name.ToString());
            if (package.HasRoutes)
                WriteRoutes(package, output);
            output.WriteStartArray("needs");
            foreach (var needed in package.Dependencies)
            {
                output.WriteStartObject();
                output.WriteString("name", needed.Name.ToString());
                output.WriteString("file", needed.Span.File);
                output.WriteNumber("line", needed.Span.Line);
                output.WriteNumber("column", needed.Span.Column);
                output.WriteEndObject();
            }
            output.WriteEndArray();
            output.WriteEndObject();
        }
        output.WriteEndArray();
        output.WriteEndObject();
    }

    private static void WriteRoutes(Package package, Utf8JsonWriter output)
    {
        output.WriteStartArray("routes");
        foreach (var route in package.Routes)
            output.WriteStringValue(route.Name);
        output.WriteEndArray();
    }

    private static string RouteNames(Package package) => string.Join(", ", package.Routes.Select(route => route.Name));

    private static string Needed(Package package, string before, string after) =>
        string.Concat(package.Dependencies.Select(needed => string.Create(CultureInfo.InvariantCulture, $"{before}{needed.Name}{after}")));
}

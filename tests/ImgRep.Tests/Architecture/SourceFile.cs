using System.Text.RegularExpressions;

namespace ImgRep.Tests.Architecture;

/// <summary>A C# file of <c>src/</c>, as text.</summary>
/// <param name="Name">Relative to <c>src/</c>, like <c>ImgRep/Images/TarWriter.cs</c>.</param>
internal sealed partial record SourceFile(string Name, string Text)
{
    public string Project => Name.Split('/')[0];

    /// <summary>The first folder below the project; empty for files beside the project file.</summary>
    public string Folder => Name.Split('/') is [_, var folder, _, ..] ? folder : "";

    public string ExpectedNamespace => Path.GetDirectoryName(Name)!.Replace('/', '.');

    public string? Namespace => NamespaceLine().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

    public static IReadOnlyList<SourceFile> All { get; } =
    [
        .. Directory.EnumerateFiles(ProjectFolder.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(ProjectFolder.PathOf("src"), path))
            .Where(name => !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new SourceFile(name, File.ReadAllText(ProjectFolder.PathOf($"src/{name}")))),
    ];

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}

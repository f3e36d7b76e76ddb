using System.Collections.Immutable;
using System.Text.Json;
using ImgRep.Containerfiles;
using ImgRep.Primitives;

namespace ImgRep.Tests.Containerfiles;

/// <summary>The folders of <c>tests/vectors/containerfiles</c>: a Containerfile, what it means, and perhaps options.</summary>
internal static class Vectors
{
    public static string Folder { get; } = FindFolder();

    public static IEnumerable<string> Names =>
        Directory.EnumerateDirectories(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public static byte[] Text(string name) => File.ReadAllBytes(Path.Combine(Folder, name, "Containerfile"));

    public static string ExpectedPath(string name) => Path.Combine(Folder, name, "expected.json");

    /// <summary>Only the language for linux/amd64, unless <c>options.json</c> says otherwise.</summary>
    public static ParseOptions Options(string name)
    {
        var options = new ParseOptions(new Platform("linux", "amd64"), ImmutableDictionary<string, string>.Empty, SyntaxOnly: true);
        var path = Path.Combine(Folder, name, "options.json");
        if (!File.Exists(path))
            return options;
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var isStrict = json.RootElement.TryGetProperty("strict", out var strict) && strict.GetBoolean();
        var arguments = json.RootElement.TryGetProperty("arguments", out var given)
            ? given.EnumerateObject().ToImmutableDictionary(item => item.Name, item => item.Value.GetString()!)
            : options.BuildArguments;
        return options with { SyntaxOnly = !isStrict, BuildArguments = arguments };
    }

    private static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var vectors = Path.Combine(folder.FullName, "tests", "vectors", "containerfiles");
            if (Directory.Exists(vectors))
                return vectors;
        }
        throw new DirectoryNotFoundException("no tests/vectors/containerfiles above the tests");
    }
}

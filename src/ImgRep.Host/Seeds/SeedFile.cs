using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using ImgRep.Primitives;

namespace ImgRep.Host.Seeds;

/// <summary>The format of <c>seeds/NAME</c> (docs/formats/seeds.md): a keyword and its words on each line.</summary>
public static partial class SeedFile
{
    private const string Hint = "write suite NAME, architecture NAME, layer DIGEST, package NAME, or deb SHA256 NAME VERSION ARCHITECTURE";

    /// <exception cref="RejectedInputException">A line is none of those of the format, or the suite is missing.</exception>
    public static Seed Parse(string name, string text, string file)
    {
        var seed = new Seed(name, "", "", null, [], []);
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].StartsWith('#'))
                continue;
            if (Add(seed, words) is { } next)
                seed = next;
            else
                diagnostics.Add(Diagnostic.Error(new SourceSpan(file, number, 1), "seed-line", $"not a line of a seed: {line.Trim()}", Hint));
        }
        if (diagnostics.Count == 0 && (seed.Suite.Length == 0 || seed.Architecture.Length == 0 || seed.Packages.IsEmpty))
            diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(file), "seed-incomplete", $"the seed {name} needs a suite, an architecture and packages", Hint));
        return diagnostics.Count == 0 ? seed : throw new RejectedInputException(diagnostics.ToImmutable());
    }

    public static string Print(Seed seed)
    {
        var text = new StringBuilder();
        text.Append($"# A root filesystem from outside the tree, for FROM seed/{seed.Name}. docs/formats/seeds.md explains this file.\n");
        text.Append("# imgrep seeds --update writes it anew when the distribution has moved on. It recreates the seed with\n#\n");
        text.Append($"#     {Mmdebstrap.Display(seed)}\n\n");
        text.Append($"suite {seed.Suite}\narchitecture {seed.Architecture}\n");
        if (seed.Layer is { } layer)
            text.Append($"layer {layer}\n");
        text.Append('\n').AppendJoin("", seed.Packages.Select(package => $"package {package}\n"));
        text.Append('\n').AppendJoin("", seed.Archives.Select(archive => $"deb {archive}\n"));
        return text.ToString();
    }

    private static Seed? Add(Seed seed, string[] words) => words switch
    {
        ["suite", var suite] when Word().IsMatch(suite) && seed.Suite.Length == 0 => seed with { Suite = suite },
        ["architecture", var architecture] when Word().IsMatch(architecture) && seed.Architecture.Length == 0 =>
            seed with { Architecture = architecture },
        ["layer", var text] when Digest.TryParse(text, out var layer) && seed.Layer is null => seed with { Layer = layer },
        ["package", var package] when Word().IsMatch(package) => seed with { Packages = seed.Packages.Add(package) },
        ["deb", var hex, var name, var version, var architecture] when Digest.TryParseHex(hex, out var digest) =>
            seed with { Archives = seed.Archives.Add(new SeedArchive(digest, name, version, architecture)) },
        _ => null,
    };

    /// <summary>A name that stays one word for apt: no option, no path, no version, no pattern (Debian Policy 5.6.1).</summary>
    [GeneratedRegex("^[a-z0-9][a-z0-9.+-]*$")]
    private static partial Regex Word();
}

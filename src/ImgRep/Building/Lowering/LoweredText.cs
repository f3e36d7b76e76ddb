using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ImgRep.Building.Lowering;

/// <summary>The instructions of one lowered stage, in the words that Docker 20.10, Buildah 1.28 and all later ones read alike.</summary>
internal sealed partial class LoweredText
{
    /// <summary>Parsers read lines of 64 KiB.</summary>
    public const int LongestLine = 60_000;

    private readonly StringBuilder text = new();

    public void Comment(string line) => Line($"# {line}");

    public void From(string image, string? name) => Line(name is null ? $"FROM {image}" : $"FROM {image} AS {name}");

    /// <summary>Unpacks a tar of the context at the root.</summary>
    public void Add(string tar) => Line($"ADD {tar} /");

    /// <param name="flags">Each with a space behind it.</param>
    public void Copy(string flags, ImmutableArray<string> words)
    {
        var quoted = words.Select(word => word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)).ToList();
        Line($"COPY {flags}{(words.All(IsPlain) ? string.Join(' ', words) : Json(quoted))}");
    }

    public void WorkingDirectory(string path) => Line($"WORKDIR {(IsPlain(path) ? path : Quote(path))}");

    public void User(string user) => Line($"USER {user}");

    public void Environment(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var pairs = variables.Select(variable => $"{variable.Key}={Quote(variable.Value)}").ToList();
        if (pairs.Count > 0)
            Line("ENV " + string.Join(" \\\n    ", pairs));
    }

    /// <param name="flags">Each with a space behind it.</param>
    public void RunShell(string flags, string command) => Line($"RUN {flags}{command}");

    /// <inheritdoc cref="RunShell"/>
    public void RunWords(string flags, IEnumerable<string> words) => Line($"RUN {flags}{Json(words)}");

    /// <summary>Whether a word means itself wherever it stands.</summary>
    public static bool IsPlain(string word) => Plain().IsMatch(word);

    public static string Json(IEnumerable<string> words) => "["
        + string.Join(", ", words.Select(word => $"\"{JsonEncodedText.Encode(word, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"")) + "]";

    public override string ToString() => text.ToString();

    /// <summary>A value that no builder expands anything in.</summary>
    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)}\"";

    private void Line(string line) => text.Append(line).Append('\n');

    [GeneratedRegex("^[A-Za-z0-9/._+*?:@~,=][A-Za-z0-9/._+*?:@~,=-]*$")]
    private static partial Regex Plain();
}

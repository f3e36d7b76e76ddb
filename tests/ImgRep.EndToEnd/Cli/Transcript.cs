using System.Text.RegularExpressions;

namespace ImgRep.EndToEnd.Cli;

/// <summary>A command that README shows, and the lines below it.</summary>
internal sealed partial record Transcript(string Command, IReadOnlyList<string> Lines)
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Imgrep.ProjectFolder, "README.md"));

    /// <summary>The command that begins like this. Its comment is no part of it.</summary>
    public static Transcript Of(string start)
    {
        var steps = Console().Matches(Readme).SelectMany(block => ("\n" + block.Groups[1].Value.TrimEnd()).Split("\n$ ", StringSplitOptions.RemoveEmptyEntries));
        var lines = steps.Single(step => step.StartsWith(start, StringComparison.Ordinal)).Split('\n');
        return new Transcript(lines[0].Split("    #")[0], lines[1..]);
    }

    /// <summary>The Dockerfile that README shows. It has HEX where the hash of somebody's image would be.</summary>
    public static string Dockerfile() => Dockerfiles().Match(Readme).Groups[1].Value.Replace("HEX", new string('0', 64), StringComparison.Ordinal);

    /// <summary>What differs between machines is left out: durations, and versions of programs.</summary>
    public static string Comparable(string line) => Version().Replace(Seconds().Replace(line, " N s"), "N");

    [GeneratedRegex(@"^```console\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Console();

    [GeneratedRegex(@"^```dockerfile\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Dockerfiles();

    [GeneratedRegex(@"(?: +[0-9.]+ (?:d|h|min|s)\b)+")]
    private static partial Regex Seconds();

    [GeneratedRegex(@"\b\d+(\.\d+)+\b")]
    private static partial Regex Version();
}

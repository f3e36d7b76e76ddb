using System.Text.RegularExpressions;

namespace ImgRep.Tests.Architecture;

/// <summary>An order of the folders of a project: each uses only itself and those before it.</summary>
/// <param name="Folders">Relative to the project, like <c>Files/Tar</c>; empty for the project's own folder.</param>
internal sealed partial record FolderOrder(string Project, params string[] Folders)
{
    private readonly Dictionary<string, HashSet<string>> declared = [];

    private IEnumerable<SourceFile> Files => SourceFile.All.Where(file => file.Project == Project && file.Namespace is not null);

    /// <summary>Folders with sources that have no place in the order, and places without sources.</summary>
    public IEnumerable<string> Misplaced()
    {
        var there = Files.Select(FolderOf).Distinct().ToList();
        return there.Except(Folders).Select(folder => $"{folder} has no place").Concat(Folders.Except(there).Select(folder => $"{folder} is no folder"));
    }

    public IEnumerable<string> Violations() =>
        from file in Files
        let own = Array.IndexOf(Folders, FolderOf(file))
        from used in Uses(file)
        where Array.IndexOf(Folders, used) > own
        select $"{file.Name} uses {used}";

    private static string FolderOf(SourceFile file) => string.Join('/', file.Name.Split('/')[1..^1]);

    /// <summary>The namespaces that a file names, and those around its own, if it uses what is declared there.</summary>
    private IEnumerable<string> Uses(SourceFile file)
    {
        var text = Comment().Replace(file.Text, "");
        foreach (Match mention in Mention().Matches(text))
        {
            var folder = mention.Groups[1].Value.Replace('.', '/');
            if (mention.Value.StartsWith(Project + ".", StringComparison.Ordinal) && Nearest(folder) is { } known && known != FolderOf(file))
                yield return known;
        }
        var words = Word().Matches(Literal().Replace(text, "")).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        for (var around = Path.GetDirectoryName(FolderOf(file)); !string.IsNullOrEmpty(around); around = Path.GetDirectoryName(around))
        {
            if (DeclaredIn(around).Overlaps(words))
                yield return around;
        }
    }

    /// <summary>A mention may go on with the name of a type.</summary>
    private string? Nearest(string folder)
    {
        while (folder.Length > 0 && !Folders.Contains(folder))
            folder = Path.GetDirectoryName(folder) ?? "";
        return folder.Length > 0 ? folder : null;
    }

    private HashSet<string> DeclaredIn(string folder)
    {
        if (!declared.TryGetValue(folder, out var names))
        {
            names = [.. Files.Where(file => FolderOf(file) == folder).SelectMany(file => Declaration().Matches(file.Text)).Select(match => match.Groups[1].Value)];
            declared.Add(folder, names);
        }
        return names;
    }

    [GeneratedRegex(@"\b(?:ImgRep(?:\.Host|\.Cli)?)\.((?!Host\b|Cli\b)\w+(?:\.\w+)*)")]
    private static partial Regex Mention();

    [GeneratedRegex(@"^(?:(?:public|internal|sealed|abstract|static|readonly|partial|ref|unsafe)\s+)+(?:class|record struct|record|struct|enum|interface)\s+(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^namespace [^\n]*|//[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Word();
}

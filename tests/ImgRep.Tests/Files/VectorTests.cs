using System.Collections.Immutable;
using System.Text;
using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Files.Patterns;
using ImgRep.Files.Tar;
using ImgRep.Primitives;

namespace ImgRep.Tests.Files;

public class VectorTests
{
    public static TheoryData<string> Cases() => [.. Names()];

    internal static IEnumerable<string> Names() =>
        Directory.GetFiles(Vectors.Folder(""), "*.txt", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Vectors.Folder(""), path)).Order(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_tree_is_what_the_vector_says(string name)
    {
        var sections = Sections(File.ReadAllText(Vectors.Folder(name)));
        if (sections.TryGetValue("rejected", out var message))
            Should.Throw<RejectedInputException>(() => Run(sections)).Message.ShouldContain(message.Trim());
        else
            TreeText.Print(Run(sections)).ShouldBe(TreeText.Print(TreeText.Parse(sections["result"])));
    }

    private static FileTree Run(Dictionary<string, string> sections) =>
        sections["instructions"].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate((Tree: TreeText.Parse(sections.GetValueOrDefault("target", "")), User: ""), (state, line) => Apply(state, line, sections)).Tree;

    private static (FileTree Tree, string User) Apply((FileTree Tree, string User) state, string line, Dictionary<string, string> sections) => line.Split(' ') switch
    {
        ["USER", var user] => (state.Tree, user),
        ["WORKDIR", var path] => (WorkdirOperation.Apply(state.Tree, path, state.User, new SourceSpan("Containerfile", 2, 1)), state.User),
        _ => (Apply(state.Tree, line, sections), state.User),
    };

    private static FileTree Apply(FileTree tree, string line, Dictionary<string, string> sections)
    {
        var request = Request(line, sections);
        return line.StartsWith("ADD ", StringComparison.Ordinal)
            ? AddOperation.Apply(tree, request, Open)
            : CopyOperation.Apply(tree, request);
    }

    private static TarArchive? Open(string name, IFileContent content)
    {
        using var stream = content.Open();
        var bytes = new byte[content.Length];
        stream.ReadExactly(bytes);
        return TarReader.IsTar(bytes)
            ? new TarArchive(name, new MemoryStream(bytes), (offset, length, _) => new MemoryContent([.. bytes.AsSpan((int)offset, (int)length)]), TarLimits.Default)
            : null;
    }

    internal static Dictionary<string, string> Sections(string text) =>
        text.Split("\n--- ").Skip(1).Select(section => section.Split('\n', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    private static CopyRequest Request(string line, Dictionary<string, string> sections)
    {
        var words = line.Split(' ')[1..];
        var options = words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var paths = words[options.Length..];
        string? Value(string option) => options.FirstOrDefault(word => word.StartsWith($"--{option}=", StringComparison.Ordinal))?[(option.Length + 3)..];
        var from = Value("from") is { } stage ? TreeText.Parse(sections[stage]) : Context(sections);
        return new CopyRequest
        {
            Span = new SourceSpan("Containerfile", 2, 1),
            From = from,
            Sources = [.. paths[..^1]],
            Destination = CopyRequest.DestinationIn("/place", paths[^1]),
            Documents = [],
            Ignored = IgnoreFile.Empty,
            Owner = Value("chown"),
            Mode = Value("chmod"),
            Parents = options.Contains("--parents"),
            Link = options.Contains("--link"),
            Exclude = [.. options.Where(word => word.StartsWith("--exclude=", StringComparison.Ordinal)).Select(word => word["--exclude=".Length..])],
        };
    }

    private static FileTree Context(Dictionary<string, string> sections)
    {
        var context = TreeText.Parse(sections.GetValueOrDefault("context", ""));
        if (sections.TryGetValue("archive", out var archive))
            context = context.With(FileTree.Split("archive.tar").AsSpan(), new FileNode(Metadata.DefaultFile, new MemoryContent([.. TarBytes.Parse(archive)])));
        var ignore = IgnoreFile.Parse(Encoding.UTF8.GetBytes(sections.GetValueOrDefault("ignore", "")), ".dockerignore");
        return new FileTree(Without(context.Root, "", ignore)!);
    }

    /// <summary>What of a folder is not ignored; a folder that is comes along only for what is in it.</summary>
    private static DirectoryNode? Without(DirectoryNode folder, string path, IgnoreFile ignore)
    {
        var children = folder.Children.ToBuilder();
        foreach (var (name, node) in folder.Children)
        {
            var kept = node is DirectoryNode child ? Without(child, $"{path}{name}/", ignore) : ignore.Excludes(path + name) ? null : node;
            if (kept is null)
                children.Remove(name);
            else
                children[name] = kept;
        }
        return children.Count == 0 && path.Length > 0 && ignore.Excludes(path.TrimEnd('/')) ? null : folder with { Children = children.ToImmutable() };
    }
}

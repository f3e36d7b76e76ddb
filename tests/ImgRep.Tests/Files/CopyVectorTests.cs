using ImgRep.Files;
using ImgRep.Files.Copying;
using ImgRep.Primitives;

namespace ImgRep.Tests.Files;

public class CopyVectorTests
{
    private static readonly string Folder = Vectors.Folder("copy");

    public static TheoryData<string> Names() => [.. Directory.GetFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Copy_does_what_the_vector_says(string name)
    {
        var sections = Sections(File.ReadAllText(Path.Combine(Folder, name + ".txt")));
        var target = TreeText.Parse(sections.GetValueOrDefault("target", ""));
        FileTree Run() => sections["instructions"].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(target, (tree, line) => CopyOperation.Apply(tree, Request(line, sections)));
        if (sections.TryGetValue("rejected", out var message))
            Should.Throw<RejectedInputException>(Run).Message.ShouldContain(message.Trim());
        else
            TreeText.Print(Run()).ShouldBe(TreeText.Print(TreeText.Parse(sections["result"])));
    }

    private static Dictionary<string, string> Sections(string text) =>
        text.Split("\n--- ").Skip(1).Select(section => section.Split('\n', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    private static CopyRequest Request(string line, Dictionary<string, string> sections)
    {
        var words = line.Split(' ')[1..];
        var options = words.Where(word => word.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var paths = words.Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
        string? Value(string option) => options.FirstOrDefault(word => word.StartsWith($"--{option}=", StringComparison.Ordinal))?[(option.Length + 3)..];
        var from = TreeText.Parse(sections.GetValueOrDefault(Value("from") ?? "context", ""));
        return new CopyRequest(new SourceSpan("Containerfile", 2, 1), from, [.. paths[..^1]], CopyRequest.DestinationIn("/work", paths[^1]))
        {
            Owner = Value("chown"),
            Mode = Value("chmod"),
            Parents = options.Contains("--parents"),
            Link = options.Contains("--link"),
            Exclude = [.. options.Where(word => word.StartsWith("--exclude=", StringComparison.Ordinal)).Select(word => word["--exclude=".Length..])],
        };
    }
}

using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Checks.Commands;
using ImgRep.Containerfiles.Parsing;

namespace ImgRep.Tests.Containerfiles.Commands;

/// <summary>The Containerfiles of the tree are what the rules are measured by.</summary>
public class TreeTests
{
    public static TheoryData<string> Containerfiles =>
        [.. from folder in new[] { "packages", "tests/packages" }
            from path in Directory.GetFiles(ProjectFolder.PathOf(folder), "Containerfile*", SearchOption.AllDirectories)
            select Path.GetRelativePath(ProjectFolder.Root, path)];

    [Theory]
    [MemberData(nameof(Containerfiles))]
    public void Nothing_is_said_of_the_tree(string path)
    {
        var result = ContainerfileParser.Parse(path, File.ReadAllBytes(ProjectFolder.PathOf(path)), ParseOptions.Default);
        RunWarnings.Check(result.Containerfile.ShouldNotBeNull(), ParseOptions.Default).ShouldBeEmpty();
    }
}

using ImgRep.Host.Checkouts;
using ImgRep.Host.Trust;
using ImgRep.Trust.Commits;

namespace ImgRep.Tests.Trust;

public sealed class UnsignedTreeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-unsigned-").FullName;

    [Fact]
    public void Keys_of_projects_are_nobodys_who_signs_the_tree()
    {
        Is().ShouldBeTrue();
        Directory.CreateDirectory(Path.Combine(folder, "keys/upstream"));
        Is().ShouldBeTrue();
        File.WriteAllText(Path.Combine(folder, "keys/people.yaml"), "");
        Is().ShouldBeFalse();
        File.Move(Path.Combine(folder, "keys/people.yaml"), Path.Combine(folder, "policy.yaml"));
        Is().ShouldBeFalse();

        bool Is() => UnsignedTree.Is(new Checkout(folder));
    }

    [Fact]
    public void The_same_in_a_commit()
    {
        GitEntry keys = new("keys", "40000", "1"), upstream = new("upstream", "40000", "2");
        Is(GitTree.Empty, GitTree.Empty).ShouldBeTrue();
        Is(new GitTree([keys]), new GitTree([upstream])).ShouldBeTrue();
        Is(new GitTree([keys]), new GitTree([upstream with { Mode = "100644" }])).ShouldBeFalse();
        Is(new GitTree([keys]), new GitTree([new GitEntry("people.yaml", "100644", "3"), upstream])).ShouldBeFalse();
        Is(new GitTree([keys, new GitEntry("policy.yaml", "100644", "4")]), new GitTree([upstream])).ShouldBeFalse();

        static bool Is(GitTree root, GitTree inKeys) => UnsignedTree.Is(root, _ => inKeys);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

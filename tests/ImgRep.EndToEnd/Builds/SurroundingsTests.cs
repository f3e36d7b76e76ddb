using System.Text.RegularExpressions;
using ImgRep.EndToEnd.Builders;

namespace ImgRep.EndToEnd.Builds;

/// <summary>What a RUN sees, as <c>tests/surroundings.sh</c> prints it, under everything that can run it.</summary>
public sealed partial class SurroundingsTests
{
    /// <summary>They cannot be set for a process that bubblewrap starts. A step that is root has no use for them.</summary>
    private static readonly string[] OfBubblewrap = ["status CapAmb", "status CapInh"];

    private const string Probe = """
        FROM imgrep/base AS look
        COPY surroundings.sh /
        RUN mkdir /old && chmod 711 /old && for tool in cut df grep head readlink tail wc; do ln -sf busybox /bin/$tool; done
        RUN --mount=type=tmpfs,target=/new --mount=type=tmpfs,target=/old --mount=type=bind,target=/bound --mount=type=cache,target=/cache sh /surroundings.sh
        FROM scratch
        COPY --from=look /surroundings.sh /
        """;

    [Needs("bwrap", "runc")]
    public void It_is_the_same_in_both_sandboxes()
    {
        using var tree = Tree();
        var bubblewrap = Seen(tree, "bwrap");
        bubblewrap.Count.ShouldBeGreaterThan(80);
        Differences(bubblewrap, Seen(tree, "runc")).ShouldBe(OfBubblewrap, ignoreOrder: true);
    }

    [Needs("bwrap", "newuidmap", "setpriv", "useradd", Root = true)]
    public void It_is_the_same_for_an_ordinary_user()
    {
        using var user = new OrdinaryUser();
        using var tree = Tree();
        var root = Seen(tree, "bwrap");
        using var other = Tree();
        user.Own(other.Root);
        var outcome = user.Run(other, "build", "--no-archive", "--sandbox", "bwrap", "probe");
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        Differences(root, Parse(other.Log("probe"))).ShouldBeEmpty();
    }

    [Needs("docker", "dockerd", "containerd", "runc", "buildah", "podman", "bwrap", Root = true)]
    public void What_other_builders_show_otherwise_is_in_the_docs()
    {
        using var host = new BuilderHost();
        using var tree = Tree();
        var own = Seen(tree, "runc");
        foreach (var builder in (string[])["docker", "buildah", "podman"])
        {
            host.Build(tree, "probe", builder);
            Differences(own, Parse(tree.Log("probe"))).ShouldBeSubsetOf(Listed(builder));
        }
    }

    private static SmallTree Tree()
    {
        var tree = new SmallTree().With("probe", Probe);
        tree.Write("packages/probe/surroundings.sh", File.ReadAllText(Path.Combine(Imgrep.ProjectFolder, "tests", "surroundings.sh")));
        return tree;
    }

    private static Dictionary<string, string> Seen(SmallTree tree, string sandbox)
    {
        tree.Build("probe", "--no-cache", "--sandbox", sandbox);
        return Parse(tree.Log("probe"));
    }

    private static Dictionary<string, string> Parse(string log) =>
        Line().Matches(log).DistinctBy(match => match.Groups[1].Value).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.TrimEnd());

    private static IEnumerable<string> Differences(Dictionary<string, string> one, Dictionary<string, string> other) =>
        one.Keys.Union(other.Keys).Where(name => one.GetValueOrDefault(name) != other.GetValueOrDefault(name)).Order(StringComparer.Ordinal);

    /// <summary>The names in the first column of the table, of lines that name the builder.</summary>
    private static IEnumerable<string> Listed(string builder) => File.ReadLines(Path.Combine(Imgrep.ProjectFolder, "docs", "sandbox.md"))
        .SkipWhile(line => line != "## What other builders show differently")
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|')[2].Contains(builder, StringComparison.OrdinalIgnoreCase))
        .SelectMany(line => Name().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value));

    [GeneratedRegex(@"seen ([^:\r\n]+): ?(.*)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}

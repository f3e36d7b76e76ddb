using System.Text.RegularExpressions;

namespace ImgRep.EndToEnd.Builders;

/// <summary>The page for those who do not trust imgrep.</summary>
public partial class VerifyByHandTests
{
    private const string Package = """
        FROM imgrep/base AS build
        COPY hello /hello
        RUN mkdir -p /rootfs/bin /rootfs/usr/lib/deep && cp /hello /rootfs/bin/hello && ln /rootfs/bin/hello /rootfs/bin/greet && chmod 4755 /rootfs/bin/hello
        RUN cd /rootfs && ln -s bin/hello z && echo a >usr/lib-a && chown 5:6 usr/lib-a && echo b >usr/lib/b
        FROM scratch
        LABEL org.opencontainers.image.version=1
        ENV PATH=/bin
        COPY --from=build /rootfs /
        ENTRYPOINT ["/bin/hello"]
        """;

    [Needs("docker", "dockerd", "containerd", "runc", "bwrap", Root = true)]
    public void Following_the_page_word_for_word_gives_the_digest()
    {
        using var host = new BuilderHost();
        using var tree = new SmallTree().With("hello", Package);
        tree.Write("packages/hello/hello", "#!/bin/sh\necho hello\n");
        var expected = host.Build(tree, "hello", "embedded");
        var lowered = host.Run(tree, "lower", "hello", "--output", "lowered");
        lowered.ExitCode.ShouldBe(0, lowered.ToString());

        var page = File.ReadAllText(Path.Combine(Imgrep.ProjectFolder, "docs/verify-by-hand.md"));
        var script = string.Concat(Block().Matches(page[..page.IndexOf("## An archive", StringComparison.Ordinal)]).Select(block => block.Groups[1].Value));
        var outcome = Imgrep.Run("sh", ["-eu", "-c", script], tree.Root, host.Variables(tree));

        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        outcome.Output.Trim().ShouldBe(expected);
    }

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}

namespace ImgRep.Trust.Policies;

/// <summary>The <c>policy.yaml</c> that a single person can meet, and that can grow.</summary>
public static class FirstPolicy
{
    public const string Text = """
        # Who must confirm an image before imgrep verify accepts it.
        image:
          people: 1
          # Others rebuild as well? Then ask for independent people, for instance
          #   people: 2
          #   organisations: 2
          #   builders: 2

        # Whose signed commits may change what.
        change:
          packages: [maintainer]
          digests: [maintainer]
          keys: [maintainer]
          policy: [maintainer]
          tool: [maintainer]

        """;

    /// <param name="commit">The first commit whose tree is trusted as it is.</param>
    public static string WithIntroduction(string commit) => $"{Text}\n# The history is authenticated from this commit on. It never changes.\nintroduction: {commit}\n";
}

namespace ImgRep.Trust.Policies;

/// <summary>The <c>policy.yaml</c> that a tree begins with, and that can grow.</summary>
/// <param name="people">How many people must confirm an image.</param>
/// <param name="organisations">Of how many organisations they must be.</param>
/// <param name="builders">How many builders they must have used.</param>
public sealed class FirstPolicy(int people = 1, int organisations = 1, int builders = 1)
{
    private const string Changes = """

        # Whose signed commits may change what.
        change:
          packages: [maintainer]
          digests: [maintainer]
          keys: [maintainer]
          policy: [maintainer]
          tool: [maintainer]

        """;

    /// <summary>How many people at least must join the first one before anybody can meet it.</summary>
    public int Others => Math.Max(people, organisations) - 1;

    /// <summary>Of how many further organisations these must be.</summary>
    public int OtherOrganisations => organisations - 1;

    /// <summary>The whole file.</summary>
    public string Text => $"# Who must confirm an image before imgrep verify accepts it.\nimage:\n  people: {people}\n{Further}{Changes}";

    private string Further => people > 1 || organisations > 1 || builders > 1
        ? $"{(organisations > 1 ? $"  organisations: {organisations}\n" : "")}{(builders > 1 ? $"  builders: {builders}\n" : "")}"
        : "  # Others rebuild as well? Then ask for independent people, for instance\n  #   people: 2\n  #   organisations: 2\n  #   builders: 2\n";

    /// <param name="commit">The first commit whose tree is trusted as it is.</param>
    public string WithIntroduction(string commit) => $"{Text}\n# The history is authenticated from this commit on. It never changes.\nintroduction: {commit}\n";
}

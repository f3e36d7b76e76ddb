using ImgRep.Host.Scaffolding;
using ImgRep.Trust.Policies;

namespace ImgRep.Cli.Display;

/// <summary>What to type after a tree has begun.</summary>
internal static class FirstSteps
{
    /// <param name="enter">What leads into the tree, before the first command; empty where that is the current folder.</param>
    /// <param name="reproduce">What <c>imgrep reproduce</c> does there.</param>
    /// <param name="push">How the tree is published.</param>
    public static void Print(Founder founder, string enter, string reproduce, (string Command, string Does) push)
    {
        var steps = new List<(string Command, string Does)>();
        if (founder.Policy.Others > 0)
            steps.Add(("imgrep keys add FILE --person ID --commit", $"add who is missing, with --name, --organisation and --role: {Missing(founder.Policy)}"));
        if (!founder.CanConfirm)
        {
            steps.Add(("gpg --quick-generate-key NAME ed25519 sign never", "SSH keys sign commits, but no images: make an OpenPGP key"));
            steps.Add(($"imgrep keys add FILE --person {founder.Id} --commit", "add what gpg --armor --export NAME writes"));
        }
        steps.AddRange([("imgrep reproduce", reproduce), ("imgrep sign --commit", "confirm what you rebuilt"), push, ("imgrep verify", "see who has confirmed what")]);
        Steps.Next([(enter + steps[0].Command, steps[0].Does), .. steps.Skip(1)]);
    }

    private static string Missing(FirstPolicy policy)
    {
        var organisations = policy.OtherOrganisations;
        return $"{policy.Others} more {(policy.Others == 1 ? "person" : "people")}"
            + (organisations > 0 ? $", of {organisations} other {(organisations == 1 ? "organisation" : "organisations")}" : "") + ", at least";
    }
}

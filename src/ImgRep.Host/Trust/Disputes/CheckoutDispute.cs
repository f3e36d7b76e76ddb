using System.Collections.Immutable;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Host.Builders;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Store;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Disputes;

namespace ImgRep.Host.Trust.Disputes;

/// <summary>A dispute about a package of a tree, by what people have signed and what this machine happens to have. No network is asked, and nothing is built.</summary>
/// <param name="First">Null where it is nobody's word but that of <c>digests</c>.</param>
/// <param name="Second">The same.</param>
/// <param name="Instruction">What the step that differs does, as the tree's Containerfile has it; null where that is not known.</param>
/// <param name="File">The Containerfile, relative to the tree; null where the package has several.</param>
public sealed record CheckoutDispute(
    PackageName Package, Dispute Dispute, SidedClaim? First, SidedClaim? Second, string? Instruction, string? File, ImmutableArray<Rejection> Rejections)
{
    /// <param name="people">Up to two ids; whoever is not named is the first who disagrees, and the first who confirmed the committed image.</param>
    /// <param name="now">Nothing signed later counts.</param>
    /// <exception cref="RejectedInputException">Somebody who is named has said nothing that counts.</exception>
    public static async Task<CheckoutDispute> ReadAsync(
        Checkout tree, ContentStore store, PackageName package, IReadOnlyList<string> people, DateTimeOffset now, CancellationToken cancellation)
    {
        var root = TrustRoot.Read(tree);
        if (root.Digests.GetValueOrDefault(package) is not { } committed)
            throw Refused(DigestsFile.Path, $"it has no line for {package}, so that there is nothing to dispute");
        var names = new HashSet<PackageName> { package };
        var signatures = await VerifiedSignatures.ReadAsync(tree, root.Keys, names, now, cancellation);
        var recipes = new CheckoutRecipes(tree, root.Digests).Read(names, cancellation)[package];
        var claims = new SidedClaims(tree, store, signatures.Claims, recipes, committed, cancellation);
        var first = people.Count > 0 ? claims.Of(people[0]) : claims.Against(committed);
        var second = people.Count > 1 ? claims.Of(people[1]) : claims.Other(first, committed);
        var dispute = Dispute.Between(claims.SideOf(first), claims.SideOf(second));
        dispute = dispute with { Third = ThirdOf(dispute, store) };
        var (file, instruction) = Locate(tree, package, dispute.Step, cancellation);
        return new CheckoutDispute(package, dispute, first, second, instruction, file, [.. signatures.Rejections]);
    }

    private static Digest? ThirdOf(Dispute dispute, ContentStore store) =>
        (dispute.First.Recipe ?? dispute.Second.Recipe) is { } recipe && store.Records.Find(recipe)?.Image is { } here
            && here != dispute.First.Image && here != dispute.Second.Image ? here : null;

    private static (string? File, string? Instruction) Locate(Checkout tree, PackageName package, StepDifference? step, CancellationToken cancellation)
    {
        if (step is null || CheckoutLoader.Load(tree, [package.ToString()], cancellation).Packages.Single(one => one.Name == package).Routes is not [var route])
            return (null, null);
        var instruction = route.ParseContainerfile().Stages.SelectMany(stage => stage.Instructions).FirstOrDefault(one => one is RunInstruction && one.Span.Line == step.Line);
        return (route.File, instruction is null ? null : InstructionSummary.Print(instruction));
    }

    internal static RejectedInputException Refused(string subject, string message) => new(Diagnostic.Error(
        SourceSpan.Whole(subject), "dispute", message, "imgrep verify says who has signed what"));
}

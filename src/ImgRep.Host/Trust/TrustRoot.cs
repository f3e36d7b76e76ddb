using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust;

/// <summary>What a tree says about whom to trust and what its packages are: <c>keys/</c>, <c>policy.yaml</c>, <c>digests</c>.</summary>
public sealed record TrustRoot(KeyFolder Keys, Policy Policy, ImmutableSortedDictionary<PackageName, Digest> Digests)
{
    /// <inheritdoc cref="Read(Checkout, OwnTrust)"/>
    public static TrustRoot Read(Checkout tree) => Read(tree, OwnTrust.None);

    /// <param name="own">What the user says instead.</param>
    /// <exception cref="RejectedInputException">Something is wrong with them: all of it.</exception>
    /// <exception cref="UnsignedTreeException">There is nothing of them.</exception>
    public static TrustRoot Read(Checkout tree, OwnTrust own)
    {
        if (!own.IsAll)
            UnsignedTreeException.ThrowIfUnsigned(tree);
        var diagnostics = new List<Diagnostic>();
        var keys = own.ReadKeys(tree, diagnostics);
        var policy = diagnostics.Count == 0 ? own.ReadPolicy(tree, diagnostics) : null;
        return diagnostics.Count == 0 ? new TrustRoot(keys, policy!, DigestsOf(tree)) : throw new RejectedInputException([.. diagnostics]);
    }

    /// <summary>What the tree's packages build to; nothing where there is no such file.</summary>
    public static ImmutableSortedDictionary<PackageName, Digest> DigestsOf(Checkout tree) =>
        CheckoutDigests.TryRead(tree) ?? ImmutableSortedDictionary<PackageName, Digest>.Empty;

    public static Policy? ReadPolicy(Checkout tree, ICollection<Diagnostic> diagnostics)
    {
        if (CheckoutFile.Read(tree, PolicyFile.Path, SmallFile.MaximumLength, out var problem) is { } text)
            return PolicyFile.Parse(text, diagnostics);
        diagnostics.Add(Diagnostic.Error(SourceSpan.Whole(PolicyFile.Path), "policy", $"there is no policy: {problem}", "docs/formats/policy.md says what stands there"));
        return null;
    }
}

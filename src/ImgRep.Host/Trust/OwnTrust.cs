using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Posix;
using ImgRep.Primitives;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Trust;

/// <summary>Whom somebody who verifies trusts, and what they ask for, instead of what the tree says.</summary>
/// <param name="Keys">The path of a folder like <c>keys/</c>; null for that of the tree.</param>
/// <param name="Policy">The path of a file like <c>policy.yaml</c>; null for that of the tree.</param>
public sealed record OwnTrust(string? Keys, string? Policy)
{
    public static OwnTrust None { get; } = new(null, null);

    /// <summary>Whether the tree is asked about nothing.</summary>
    public bool IsAll => Keys is not null && Policy is not null;

    /// <param name="diagnostics">Takes every mistake in the files, by their paths.</param>
    internal KeyFolder ReadKeys(Checkout tree, ICollection<Diagnostic> diagnostics)
    {
        if (Keys is null)
            return KeyFolder.Read(tree, diagnostics);
        if (!Disk.IsFolder(Keys))
            throw new EnvironmentException("read", Keys, "it is no folder", $"name a folder with people.yaml and key files, like {KeyFolder.Name}/ of a tree");
        var found = new List<Diagnostic>();
        var keys = KeyFolder.ReadFolder(Keys, found);
        found.ForEach(one => diagnostics.Add(one with { Span = one.Span with { File = Path.Combine(Keys, Path.GetFileName(one.Span.File)) } }));
        return keys;
    }

    /// <inheritdoc cref="ReadKeys"/>
    internal Policy? ReadPolicy(Checkout tree, ICollection<Diagnostic> diagnostics) =>
        Policy is null ? TrustRoot.ReadPolicy(tree, diagnostics) : PolicyFile.Parse(SmallFile.Read(Policy), diagnostics, Policy);
}

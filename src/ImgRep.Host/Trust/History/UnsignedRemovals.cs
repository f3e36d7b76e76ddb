using ImgRep.Trust.Commits;

namespace ImgRep.Host.Trust.History;

/// <summary>Finds what commits may remove below <c>signatures/</c> though nobody has signed them.</summary>
internal sealed class UnsignedRemovals(Repository repository, CommitChanges changes, TrustState state, DateTimeOffset now)
{
    /// <summary>Manifests that later ones of the same people made superfluous, and signatures that were moved to where they count as before.</summary>
    public async Task<HashSet<(CommitQuestion, SignatureRemoval)>> FindAsync(IReadOnlyCollection<CommitQuestion> questions, CancellationToken cancellation)
    {
        var found = await new RemovedManifests(repository, changes, state, now).FindAsync(questions, cancellation);
        found.UnionWith(await new MovedSignatures(repository, changes, state, now).FindAsync(questions, cancellation));
        return found;
    }
}

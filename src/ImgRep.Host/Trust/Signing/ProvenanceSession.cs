using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Keys;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Trust.Statements;

namespace ImgRep.Host.Trust.Signing;

/// <summary>States how an image was built here, and signs that.</summary>
public sealed record ProvenanceSession(Checkout Tree, ContentStore Store)
{
    /// <returns>The statement; or null and why there is nothing that could be stated.</returns>
    public (ImmutableArray<byte>? Statement, string Problem) State(BuildPlan plan, PackageName package)
    {
        var built = BuiltHere.Collect(plan, Store, TrustRoot.DigestsOf(Tree), new HashSet<PackageName> { package });
        return built.Refused is [var (_, reason), ..]
            ? (null, reason)
            : (SlsaProvenance.Write(StatementInputs.Collect(plan, Store, CheckoutSources.ReadTable(Tree), package).Subject, built.Claims[0].Workshop!), "");
    }

    /// <param name="given">A key as gpg knows it; null for the only one that somebody in <c>keys/people.yaml</c> holds.</param>
    public async Task<ImmutableArray<byte>> SignAsync(ImmutableArray<byte> statement, string? given, CancellationToken cancellation)
    {
        var keys = KeyFolder.Read(Tree);
        var key = await SigningKey.FindAsync(Tree, keys, given, DateTimeOffset.UtcNow, cancellation);
        var signature = await new Signer(key).SignDetachedAsync(DsseEnvelope.Encode(SlsaProvenance.PayloadType, statement.AsSpan()), cancellation);
        return DsseEnvelope.Write(SlsaProvenance.PayloadType, statement.AsSpan(), key.Primary, signature);
    }
}

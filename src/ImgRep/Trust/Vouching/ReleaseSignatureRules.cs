using System.Globalization;
using ImgRep.Sources;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Trust.Vouching;

/// <summary>Whether an OpenPGP signature of a release counts. It is judged as of when it was made: keys of projects expire, and what they signed before
/// stays signed. A revoked key counts for nothing, as whoever has it can write any date.</summary>
/// <param name="facts">Every key and subkey of the project.</param>
/// <param name="now">Signatures from later are refused.</param>
public sealed class ReleaseSignatureRules(Upstream upstream, IEnumerable<KeyFacts> facts, DateTimeOffset now)
{
    /// <summary>Less than what people's keys must have: nobody here can choose the keys of projects.</summary>
    private const int SmallestRsa = 2048;

    private const int Sha1 = 2;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);
    private static readonly int[] StrongHashes = [8, 9, 10, 11, 12, 14];
    private readonly ILookup<(Fingerprint, Fingerprint), KeyFacts> facts = facts.ToLookup(key => (key.Primary, key.Fingerprint));

    public UpstreamWord Judge(SignatureReport report) => ProblemOf(report) is { } problem
        ? new UpstreamWord(UpstreamState.Refused, problem)
        : new UpstreamWord(UpstreamState.Signed, upstream.AllowsSha1 ? "SHA-1 is allowed" : "", report.Primary!.Hex, report.MadeAt);

    private string? ProblemOf(SignatureReport report) => report.State switch
    {
        SignatureState.Bad => $"what the key {report.Detail} signed are other bytes",
        SignatureState.UnknownKey => $"made by the key {report.Detail}, which does not sign for {upstream.Name}",
        SignatureState.Unusable => $"gpg cannot check it: {report.Detail}",
        SignatureState.Expired => $"it has expired itself (key {report.Primary})",
        SignatureState.KeyRevoked => $"made by the key {report.Signer}, which was revoked",
        _ when !upstream.Keys.Contains(report.Primary!.Hex) => $"made by the key {report.Primary}, which does not sign for {upstream.Name}",
        _ when !StrongHashes.Contains(report.HashAlgorithm) && !(upstream.AllowsSha1 && report.HashAlgorithm == Sha1) =>
            $"made with {AlgorithmNames.OfHash(report.HashAlgorithm)}, which is too weak",
        _ when report.MadeAt > now + Skew => $"made on {Day(report.MadeAt)}, which is in the future",
        _ => new[] { report.Primary!, report.Signer! }.Select(key => ProblemOf(report.Primary!, key, report.MadeAt)).FirstOrDefault(problem => problem is not null),
    };

    private string? ProblemOf(Fingerprint primary, Fingerprint fingerprint, DateTimeOffset madeAt) => facts[(primary, fingerprint)].FirstOrDefault() switch
    {
        null or { IsInvalid: true } => $"made by the key {fingerprint}, of which gpg accepts no part as valid",
        { IsRevoked: true } => $"made by the key {fingerprint}, which was revoked",
        { Algorithm: 1 or 3, Bits: < SmallestRsa } key => $"made by the key {fingerprint}, an RSA key of {key.Bits} bits, less than {SmallestRsa}",
        { Algorithm: not (1 or 3), Weakness: { } weakness } => $"made by the key {fingerprint}, which is {weakness}",
        { Created: var created } when created > madeAt => $"made on {Day(madeAt)}, before the key {fingerprint} was",
        { Expires: { } end } when end <= madeAt => $"made on {Day(madeAt)} by the key {fingerprint}, which had expired on {Day(end)}",
        _ => null,
    };

    private static string Day(DateTimeOffset date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

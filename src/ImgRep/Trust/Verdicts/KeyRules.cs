using System.Collections.Immutable;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Ssh;

namespace ImgRep.Trust.Verdicts;

/// <summary>Who stands behind a signature that gpg has checked, or why nobody does.</summary>
/// <param name="facts">Every key and subkey of <c>keys/</c>.</param>
/// <param name="now">Signatures from later are refused.</param>
public sealed class KeyRules(IEnumerable<Person> people, IEnumerable<KeyFacts> facts, DateTimeOffset now)
{
    /// <summary>By how much clocks may differ.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    /// <summary>SHA-256, SHA-384, SHA-512, SHA-224, SHA3-256 and SHA3-512 (RFC 9580, 9.5).</summary>
    private static readonly int[] StrongHashes = [8, 9, 10, 11, 12, 14];

    /// <summary>Anybody can put another's key below their own: what counts is what stands below the key that gpg names.</summary>
    private readonly ILookup<(Fingerprint, Fingerprint), KeyFacts> facts = facts.ToLookup(key => (key.Primary, key.Fingerprint));

    private readonly Dictionary<Fingerprint, (Person Person, PersonKey Key)> holders = people
        .SelectMany(person => person.Keys.Where(key => key.OpenPgp is not null).Select(key => (person, key)))
        .ToDictionary(held => held.key.OpenPgp!);

    private readonly Dictionary<string, (Person Person, PersonKey Key)> sshHolders = people
        .SelectMany(person => person.Keys.Where(key => key.Ssh is not null).Select(key => (person, key)))
        .ToDictionary(held => held.key.Ssh!, StringComparer.Ordinal);

    /// <returns>The person, or else the reason in words.</returns>
    public (Person? Person, string Problem) Judge(SignatureReport report)
    {
        var problem = ProblemOf(report);
        if (problem is not null)
            return (null, problem);
        if (!holders.TryGetValue(report.Primary!, out var holder))
            return (null, $"made by the key {report.Primary}, which nobody in {PeopleFile.Path} holds");
        return HolderProblem(holder.Person, holder.Key, report.MadeAt) is { } reason ? (null, reason) : (holder.Person, "");
    }

    /// <summary>The same for a commit's SSH signature, whose mathematics is right.</summary>
    /// <param name="madeAt">SSH signatures bear no time of their own.</param>
    public (Person? Person, string Problem) Judge(SshPublicKey signer, DateTimeOffset madeAt)
    {
        if (madeAt > now + Skew)
            return (null, $"made on {Date(madeAt)}, which is in the future");
        if (!sshHolders.TryGetValue(signer.ToString(), out var holder))
            return (null, $"made by the key {signer}, which nobody in {PeopleFile.Path} holds");
        return HolderProblem(holder.Person, holder.Key, madeAt) is { } reason ? (null, reason) : (holder.Person, "");
    }

    private string? ProblemOf(SignatureReport report)
    {
        switch (report.State)
        {
            case SignatureState.Bad:
                return $"bad: what the key {report.Detail} signed are other bytes";
            case SignatureState.UnknownKey:
                return $"made by the key {report.Detail}, which is not in keys/";
            case SignatureState.Unusable:
                return $"gpg cannot check it: {report.Detail}";
            case SignatureState.Expired:
                return $"the signature itself has expired (key {report.Primary})";
            case SignatureState.KeyRevoked:
                return $"made by the key {report.Signer}, which its holder has revoked";
        }
        if (!StrongHashes.Contains(report.HashAlgorithm))
            return $"made with {AlgorithmNames.OfHash(report.HashAlgorithm)}, which is too weak (gpg --digest-algo SHA256)";
        if (report.MadeAt > now + Skew)
            return $"made on {Date(report.MadeAt)}, which is in the future";
        foreach (var fingerprint in (IEnumerable<Fingerprint>)[report.Primary!, report.Signer!])
        {
            if (facts[(report.Primary!, fingerprint)].FirstOrDefault() is not { IsInvalid: false } key)
                return $"made by the key {fingerprint}, of which gpg accepts no part as valid";
            if (key.Weakness is { } weakness)
                return $"made by {fingerprint}, which is {weakness}";
            if (key.IsRevoked)
                return $"made by the key {fingerprint}, which its holder has revoked";
            if (key.Expires <= report.MadeAt)
                return $"made on {Date(report.MadeAt)} by the key {fingerprint}, which had expired on {Date(key.Expires.Value)}";
        }
        return null;
    }

    private static string? HolderProblem(Person person, PersonKey key, DateTimeOffset madeAt) => Exclusion.Find(person, key, madeAt) switch
    {
        null => null,
        // Whoever has the key writes any date.
        { Kind: ExclusionKind.KeyCompromised } exclusion => $"made by {exclusion.Describe(person, key)}",
        var exclusion => $"made on {Date(madeAt)} by {exclusion.Describe(person, key)}",
    };

    private static string Date(DateTimeOffset date) => Exclusion.Moment(date);
}

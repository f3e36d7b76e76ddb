using System.Collections.Immutable;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Trust.People;

/// <summary>Somebody, or a machine that somebody answers for, who may confirm images or change the tree.</summary>
/// <param name="Id">Short and unique: the name of a folder below <c>signatures/manifests</c>.</param>
/// <param name="Since">Nothing signed before counts; null for no limit.</param>
/// <param name="Left">Nothing signed from then on counts; null for who is still there.</param>
public sealed record Person(
    string Id, string Name, Organisation Organisation, ImmutableSortedSet<Role> Roles, ImmutableArray<PersonKey> Keys,
    DateTimeOffset? Since, DateTimeOffset? Left, SourceSpan Span);

/// <summary>A key that a person holds: an OpenPGP key by its fingerprint, or an SSH key, which signs commits only.</summary>
/// <param name="Ssh">As in a <c>.pub</c> file without its comment: <c>ssh-ed25519 AAAA...</c>.</param>
public sealed record PersonKey(Fingerprint? OpenPgp, string? Ssh, DateTimeOffset? Since, Revocation? Revoked, SourceSpan Span)
{
    /// <param name="name">As people write it: a fingerprint in groups or not, in capitals or not; what stands in a <c>.pub</c> file, its comment or not.</param>
    public bool IsCalled(string name) => OpenPgp is null
        ? name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var type, var base64, ..] && Ssh == $"{type} {base64}"
        : Fingerprint.TryParse(name, out var fingerprint) && fingerprint == OpenPgp;

    /// <summary>Whether what the key says at some moment is nobody's word any more. A compromised key has no past.</summary>
    public bool IsRevoked(DateTimeOffset at) => Revoked is { } revoked && (revoked.Reason == RevocationReason.Compromised || at >= revoked.Since);

    public override string ToString() => OpenPgp?.Hex ?? Ssh!;
}

public enum RevocationReason
{
    /// <summary>Somebody else may have it, and may date signatures back: nothing that it ever signed counts.</summary>
    Compromised,

    /// <summary>Another key has taken its place: what it signed before counts.</summary>
    Superseded,

    /// <summary>It is not used any more: what it signed before counts.</summary>
    Retired,
}

public sealed record Revocation(DateTimeOffset Since, RevocationReason Reason);

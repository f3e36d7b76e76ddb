using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Trust.Signatures;

public enum ClaimKind
{
    /// <summary>I built it from its recipe myself, and got this digest.</summary>
    Rebuilt,

    /// <summary>I have it from somebody else. It confirms nothing.</summary>
    Copied,

    /// <summary>I take back all that I have said so far about what the recipe of the package comes to, this image or another.</summary>
    Withdrawn,
}

/// <summary>Where and with what an image was built.</summary>
/// <param name="Builder">Which one, like <c>embedded</c>, without its version: two versions of one builder are not independent.</param>
/// <param name="CpuVendor">As the processor names itself, like <c>GenuineIntel</c>.</param>
/// <param name="Distribution">The host's, like <c>debian 12</c>.</param>
public sealed record Workshop(string Builder, string Version, string CpuVendor, string Distribution, string Kernel);

/// <summary>What is said about one image: a line of a manifest, or a signature file's content. Nothing says yet who signed it.</summary>
/// <param name="Recipe">The key of what went in; null where it was copied.</param>
/// <param name="Workshop">Null where it was copied or withdrawn.</param>
public sealed record Claim(PackageName Package, Digest Image, ClaimKind Kind, Digest? Recipe = null, Workshop? Workshop = null);

/// <summary>A claim whose signature was verified and counts.</summary>
/// <param name="Person">The id of who signed.</param>
/// <param name="File">Where it stands, relative to the tree.</param>
public sealed record VerifiedClaim(Claim Claim, string Person, DateTimeOffset SignedAt, string File);

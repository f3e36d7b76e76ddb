using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Tests.Trust;

public class SupersessionTests
{
    private static readonly Workshop Workshop = new("embedded", "0.1.0", "GenuineIntel", "debian 12", "6.1");
    private static readonly Claim Zlib = new(PackageName.Parse("zlib"), Digest.Compute("image"u8), ClaimKind.Rebuilt, Digest.Compute("recipe"u8), Workshop);
    private static readonly Claim Other = Zlib with { Package = PackageName.Parse("musl") };
    private static readonly Claim Copied = new(Zlib.Package, Zlib.Image, ClaimKind.Copied);

    [Fact]
    public void A_manifest_whose_claims_are_all_said_again_is_superfluous()
    {
        Supersession.IsSuperfluous([Zlib, Other], [Other, Zlib]).ShouldBeTrue();
        Supersession.IsSuperfluous([Zlib, Other], [Zlib]).ShouldBeFalse();
        Supersession.IsSuperfluous([Zlib], []).ShouldBeFalse();
    }

    [Fact]
    public void So_is_one_whose_recipes_its_signer_has_moved_on_from_or_whose_digests_they_have_corrected()
    {
        Supersession.IsSuperfluous([Zlib], [Zlib with { Recipe = Digest.Compute("newer"u8) }]).ShouldBeTrue();
        Supersession.IsSuperfluous([Zlib], [Zlib with { Image = Digest.Compute("corrected"u8) }]).ShouldBeTrue();
    }

    [Fact]
    public void What_another_builder_gave_is_still_said_by_nothing_else() =>
        Supersession.IsSuperfluous([Zlib], [Zlib with { Workshop = Workshop with { Builder = "docker" } }]).ShouldBeFalse();

    [Fact]
    public void What_takes_something_back_stays_until_it_is_said_again()
    {
        var withdrawn = Zlib with { Kind = ClaimKind.Withdrawn, Workshop = null };
        Supersession.IsSuperfluous([withdrawn], [Zlib]).ShouldBeFalse();
        Supersession.IsSuperfluous([withdrawn], [Zlib with { Recipe = Digest.Compute("newer"u8) }, Copied]).ShouldBeFalse();
        Supersession.IsSuperfluous([withdrawn], [withdrawn]).ShouldBeTrue();
        Supersession.IsSuperfluous([Zlib], [withdrawn]).ShouldBeFalse();
    }

    [Fact]
    public void A_copy_takes_no_rebuild_away()
    {
        Supersession.IsSuperfluous([Zlib], [Copied]).ShouldBeFalse();
        Supersession.IsSuperfluous([Copied], [Zlib]).ShouldBeTrue();
        Supersession.IsSuperfluous([Copied], [Copied with { Image = Digest.Compute("newer"u8) }]).ShouldBeTrue();
    }
}

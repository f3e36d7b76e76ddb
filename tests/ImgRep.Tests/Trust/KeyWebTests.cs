using ImgRep.Trust.OpenPgp;

namespace ImgRep.Tests.Trust;

public class KeyWebTests
{
    private const string Alice = "567049398A42C66D94CE2B6473C972EEE1AE4DB2";
    private const string Bob = "CC276DA5E3BA7F4EF6C9511E283F27F6B2CF8630";
    private const string Proof = "spk:20:1:50:%80%00%00%00%00%10%00%1Aproof@ariadne.idhttps%3A//example.org/bob%3A%25a";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(2000);

    [Fact]
    public void Certifications_and_proofs_are_read_from_what_gpg_prints()
    {
        var web = Read(Self(), Proof, "spk:20:1:14:%80%00%00%00%00%05%00%01x@y.z1", By(Alice));
        web.Certifications.ShouldBe([new Certification(Fingerprint.Parse(Alice), Fingerprint.Parse(Bob), DateTimeOffset.FromUnixTimeSeconds(1000))]);
        web.Proofs.ShouldBe([(Fingerprint.Parse(Bob), "https://example.org/bob:%a")]);
    }

    [Theory]
    [InlineData("what gpg has not checked", "sig:?::22:73C972EEE1AE4DB2:1000::::x:10x::567049398A42C66D94CE2B6473C972EEE1AE4DB2:::8:")]
    [InlineData("what is bad", "sig:-::22:73C972EEE1AE4DB2:1000::::x:10x::567049398A42C66D94CE2B6473C972EEE1AE4DB2:::8:")]
    [InlineData("what names no whole key", "sig:!::22:73C972EEE1AE4DB2:1000::::x:10x:::::8:")]
    [InlineData("what has expired", "sig:!::22:73C972EEE1AE4DB2:1000:1500:::x:10x::567049398A42C66D94CE2B6473C972EEE1AE4DB2:::8:")]
    [InlineData("what is from later", "sig:!::22:73C972EEE1AE4DB2:2001::::x:10x::567049398A42C66D94CE2B6473C972EEE1AE4DB2:::8:")]
    public void These_certify_nothing(string what, string line) => Read(Self(), line).Certifications.ShouldBeEmpty(what);

    [Theory]
    [InlineData("spk:20:1:50:%00%00%00%00%00%10%00%1Aproof@ariadne.idhttps%3A//example.org/bob%3A%25a")]
    [InlineData("spk:20:1:50:%80%00%00%00%00%10%00%00proof@ariadne.id")]
    [InlineData("spk:20:1:50:%80%00%00%00%00%10%00%02proof@ariadne.ida%0A")]
    [InlineData("spk:20:1:50:%80%00%00%00%00%10%00%02proof@ariadne.orga")]
    [InlineData("spk:20:1:50:%80%00%00%00")]
    [InlineData("spk:20:2:50:%80%00%00%00%00%10%00%1Aproof@ariadne.idhttps%3A//example.org/bob%3A%25a")]
    [InlineData("spk:21:1:50:%80%00%00%00%00%10%00%1Aproof@ariadne.idhttps%3A//example.org/bob%3A%25a")]
    public void These_prove_nothing(string notation) => Read(Self(), notation).Proofs.ShouldBeEmpty();

    [Fact]
    public void Addresses_have_a_length_that_can_be_shown()
    {
        Read(Self(), Long(1000)).Proofs.ShouldHaveSingleItem();
        Read(Self(), Long(1001)).Proofs.ShouldBeEmpty();

        static string Long(int length) => $"spk:20:1:50:%80%00%00%00%00%10%{length >> 8:x2}%{length & 0xFF:x2}proof@ariadne.id{new string('a', length)}";
    }

    [Fact]
    public void What_was_taken_back_proves_nothing_by_whatever_gpg_calls_it()
    {
        Read(Self(), Proof, Self(1500).Replace("sig", "rev", StringComparison.Ordinal)).Proofs.ShouldBeEmpty();
        Read(Self(), Proof, Self(1500).Replace("13x", "30x", StringComparison.Ordinal)).Proofs.ShouldBeEmpty();
        Read(Self(), By(Alice), By(Alice, 1100).Replace("sig", "rev", StringComparison.Ordinal)).Certifications.ShouldBeEmpty();
        Read(Self(), By(Alice), By(Alice, 1100).Replace("10x", "30x", StringComparison.Ordinal)).Certifications.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("r")]
    [InlineData("i")]
    [InlineData("d")]
    public void A_key_that_cannot_be_used_is_certified_by_nobody(string state) => KeyWeb.Parse(
        [$"pub:{state}:255:22:283F27F6B2CF8630:900:::-:::sc::::::23::0:", $"fpr:::::::::{Bob}:", By(Alice), "uid:-::::900::X::bob::::::::::0:", By(Alice), Self(), Proof], Now)
        .ShouldSatisfyAllConditions(web => web.Certifications.ShouldBeEmpty(), web => web.Proofs.ShouldBeEmpty());

    [Theory]
    [InlineData("r")]
    [InlineData("i")]
    [InlineData("n")]
    public void A_name_that_cannot_be_used_is_certified_by_nobody(string state) => KeyWeb.Parse(
        ["pub:-:255:22:283F27F6B2CF8630:900:::-:::sc::::::23::0:", $"fpr:::::::::{Bob}:", $"uid:{state}::::900::X::bob::::::::::0:", By(Alice), Self(), Proof], Now)
        .ShouldSatisfyAllConditions(web => web.Certifications.ShouldBeEmpty(), web => web.Proofs.ShouldBeEmpty());

    [Fact]
    public void A_certification_taken_back_is_none_until_it_is_made_anew()
    {
        var revoked = By(Alice, 1100).Replace("sig", "rev", StringComparison.Ordinal).Replace("10x", "30x", StringComparison.Ordinal);
        Read(Self(), By(Alice), revoked).Certifications.ShouldBeEmpty();
        Read(Self(), revoked, By(Alice), By(Alice, 1200)).Certifications.Length.ShouldBe(1);
    }

    [Fact]
    public void Signatures_on_subkeys_and_revoked_keys_certify_nothing()
    {
        Read(Self(), "sub:-:255:22:73C972EEE1AE4DB3:1000::::::e:", By(Alice)).Certifications.ShouldBeEmpty();
        KeyWeb.Parse(["pub:r:255:22:283F27F6B2CF8630:900:::-:::sc::::::23::0:", $"fpr:::::::::{Bob}:", "uid:r::::900::X::bob::::::::::0:", By(Alice)],
            Now).Certifications.ShouldBeEmpty();
    }

    [Fact]
    public void Others_prove_nothing_about_a_key_and_old_proofs_are_gone()
    {
        Read(Self(), By(Alice), Proof).Proofs.ShouldBeEmpty();
        Read(Self(), Proof, Self(1500)).Proofs.ShouldBeEmpty();
        Read(Self(), Proof.Replace("%00%1A", "%00%1B", StringComparison.Ordinal)).Proofs.ShouldBeEmpty();
        Read(Self(), Proof.Replace(":1:50", ":0:50", StringComparison.Ordinal)).Proofs.ShouldBeEmpty("it is not what was signed");
    }

    [Fact]
    public void Lines_that_are_cut_off_are_no_crash()
    {
        foreach (var line in (string[])[Self(), Proof, By(Alice), $"fpr:::::::::{Bob}:", "pub:-:255:22:283F27F6B2CF8630:900:::-:::scSC:::::ed25519:::0:"])
        {
            for (var length = 0; length < line.Length; length++)
                Should.NotThrow(() => Read(Self(), line[..length], Proof, By(Alice)[..Math.Min(length, 60)]));
        }
    }

    private static KeyWeb Read(params string[] signatures) => KeyWeb.Parse(
        ["tru:t:0:0:0:0:0:0", "pub:-:255:22:283F27F6B2CF8630:900:::-:::scSC:::::ed25519:::0:", $"fpr:::::::::{Bob}:",
            "uid:-::::900::X::bob <bob@example.org>::::::::::0:", .. signatures], Now);

    private static string Self(int at = 900) => $"sig:!::22:283F27F6B2CF8630:{at}::::bob:13x::{Bob}:::8:";

    private static string By(string key, int at = 1000) => $"sig:!::22:{key[24..]}:{at}::::alice:10x::{key}:::8:";
}

using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Ssh;
using ImgRep.Trust.Verdicts;

namespace ImgRep.Tests.Trust;

public class KeyRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Fingerprint Key = PolicyTests.KeyOf("alice");
    private static readonly Fingerprint Subkey = PolicyTests.KeyOf("subkey");
    private static readonly KeyFacts Strong = new(Key, Key, 22, 255, Now.AddYears(-1), null, false, false, true, "alice");
    private static readonly SignatureReport Good = new(SignatureState.Good, Key, Key, Now.AddDays(-1), 8);
    private static readonly Person Alice = PolicyTests.Somebody("alice", "one", Role.Reviewer);

    [Fact]
    public void A_good_signature_stands_for_its_holder() => Judge(Good).ShouldBe("alice");

    [Theory]
    [InlineData(SignatureState.Bad, "bad: what the key 0A5F908D6F0586B9 signed are other bytes")]
    [InlineData(SignatureState.UnknownKey, "made by the key 0A5F908D6F0586B9, which is not in keys/")]
    [InlineData(SignatureState.Unusable, "gpg cannot check it: 0A5F908D6F0586B9")]
    public void What_gpg_does_not_accept_is_nobodys(SignatureState state, string problem) =>
        Judge(new SignatureReport(state, Detail: "0A5F908D6F0586B9")).ShouldBe(problem);

    [Fact]
    public void Expired_signatures_are_nobodys() => Judge(Good with { State = SignatureState.Expired }).ShouldStartWith("the signature itself has expired");

    [Fact]
    public void A_revocation_in_the_key_file_ends_everything() =>
        Judge(Good with { State = SignatureState.KeyRevoked }).ShouldBe($"made by the key {Key}, which its holder has revoked");

    [Fact]
    public void A_revoked_subkey_ends_what_it_signed() =>
        Judge(Good with { Signer = Subkey }, Strong, Strong with { Fingerprint = Subkey, IsRevoked = true }).ShouldBe($"made by the key {Subkey}, which its holder has revoked");

    [Theory]
    [InlineData(1, 2048, "an RSA key of 2048 bits, less than 3072")]
    [InlineData(17, 3072, "a DSA key")]
    [InlineData(16, 4096, "an Elgamal key")]
    public void Weak_keys_are_nobodys(int algorithm, int bits, string weakness)
    {
        Judge(Good, Strong with { Algorithm = algorithm, Bits = bits }).ShouldBe($"made by {Key}, which is {weakness}");
        Judge(Good with { Signer = Subkey }, Strong, Strong with { Fingerprint = Subkey, Algorithm = algorithm, Bits = bits }).ShouldBe($"made by {Subkey}, which is {weakness}");
    }

    [Theory]
    [InlineData(1, 3072)]
    [InlineData(19, 256)]
    public void Strong_keys_count(int algorithm, int bits) => Judge(Good, Strong with { Algorithm = algorithm, Bits = bits }).ShouldBe("alice");

    [Theory]
    [InlineData(1, "MD5")]
    [InlineData(2, "SHA-1")]
    [InlineData(3, "RIPEMD-160")]
    [InlineData(99, "a hash that gpg calls 99")]
    public void Weak_hashes_are_nobodys(int hash, string name) =>
        Judge(Good with { HashAlgorithm = hash }).ShouldBe($"made with {name}, which is too weak (gpg --digest-algo SHA256)");

    [Fact]
    public void Signatures_from_the_future_are_nobodys()
    {
        Judge(Good with { MadeAt = Now.AddMinutes(9) }).ShouldBe("alice");
        Judge(Good with { MadeAt = Now.AddMinutes(11) }).ShouldBe("made on 2026-06-01T00:11:00Z, which is in the future");
    }

    [Fact]
    public void What_was_signed_before_the_key_expired_counts()
    {
        var expired = Strong with { Expires = Now.AddDays(-2) };
        Judge(Good with { State = SignatureState.KeyExpired }, expired).ShouldEndWith("which had expired on 2026-05-30T00:00:00Z");
        Judge(Good with { State = SignatureState.KeyExpired, MadeAt = Now.AddDays(-3) }, expired).ShouldBe("alice");
    }

    [Fact]
    public void Keys_that_nothing_binds_are_nobodys()
    {
        Judge(Good, Strong with { IsInvalid = true }).ShouldEndWith("of which gpg accepts no part as valid");
        Judge(Good with { Signer = Subkey }).ShouldEndWith("of which gpg accepts no part as valid");
        Judge(Good with { Signer = Subkey }, Strong, Strong with { Fingerprint = Subkey, Primary = PolicyTests.KeyOf("mallory") })
            .ShouldEndWith("of which gpg accepts no part as valid");
    }

    [Fact]
    public void Keys_that_nobody_holds_are_nobodys() =>
        Judge(Good, Strong, PolicyTests.Somebody("bob", "one", Role.Ci)).ShouldBe($"made by the key {Key}, which nobody in keys/people.yaml holds");

    [Fact]
    public void What_a_compromised_key_ever_signed_is_nobodys() =>
        Judge(Good, Strong, Revoked(Now, RevocationReason.Compromised)).ShouldBe($"made by alice's key {Key}, which is compromised: nothing that it signed counts");

    [Theory]
    [InlineData(RevocationReason.Superseded)]
    [InlineData(RevocationReason.Retired)]
    public void What_was_signed_before_another_kind_of_revocation_counts(RevocationReason reason)
    {
        Judge(Good, Strong, Revoked(Now, reason)).ShouldBe("alice");
        Judge(Good, Strong, Revoked(Good.MadeAt, reason)).ShouldEndWith($"which was {reason.ToString().ToLowerInvariant()} on 2026-05-31T00:00:00Z");
    }

    [Fact]
    public void People_count_while_they_are_there()
    {
        Judge(Good, Strong, Alice with { Left = Good.MadeAt }).ShouldBe("made on 2026-05-31T00:00:00Z by alice, who left on 2026-05-31T00:00:00Z");
        Judge(Good, Strong, Alice with { Left = Now }).ShouldBe("alice");
        Judge(Good, Strong, Alice with { Since = Good.MadeAt }).ShouldBe("alice");
        Judge(Good, Strong, Alice with { Keys = [Alice.Keys[0] with { Since = Good.MadeAt }] }).ShouldBe("alice");
        Judge(Good, Strong, Alice with { Since = Now }).ShouldBe("made on 2026-05-31T00:00:00Z by alice, who counts from 2026-06-01T00:00:00Z on");
        Judge(Good, Strong, Alice with { Keys = [Alice.Keys[0] with { Since = Now }] }).ShouldEndWith("which counts from 2026-06-01T00:00:00Z on");
    }

    [Fact]
    public void The_same_holds_for_ssh_keys()
    {
        using var secret = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var key = SshSignature.Parse(SshSignatureTests.Sign(secret)).Key;
        var own = new PersonKey(null, key.ToString(), null, null, default);
        Of(own, Now).ShouldBe("alice");
        Of(own, Now.AddMinutes(9)).ShouldBe("alice");
        Of(own, Now.AddMinutes(11)).ShouldBe("made on 2026-06-01T00:11:00Z, which is in the future");
        Of(own with { Since = Now }, Now.AddDays(-1)).ShouldEndWith("which counts from 2026-06-01T00:00:00Z on");
        Of(own with { Revoked = new Revocation(Now, RevocationReason.Compromised) }, Now.AddDays(-1)).ShouldEndWith("which is compromised: nothing that it signed counts");
        Of(Alice.Keys[0], Now).ShouldBe($"made by the key {key}, which nobody in keys/people.yaml holds");

        string Of(PersonKey held, DateTimeOffset madeAt)
        {
            var (person, problem) = new KeyRules([Alice with { Keys = [held] }], [], Now).Judge(key, madeAt);
            return person?.Id ?? problem;
        }
    }

    [Fact]
    public void A_key_listing_gives_the_facts_of_keys_and_subkeys()
    {
        var facts = KeyFacts.Parse("""
            tru:t:0:0:0:0:0:0
            pub:-:255:22:0A5F908D6F0586B9:1795544656:1895544656::-:::scSC:::::ed25519:::0:
            fpr:::::::::ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9:
            uid:r::::1795544656::6B9A91B50F6194B883994EEF95FA53F8A73AB381::old::::::::::0:
            uid:-::::1795544656::6B9A91B50F6194B883994EEF95FA53F8A73AB381::alice\x3a <alice@example.org>::::::::::0:
            sub:r:2048:1:BA4638DAE8AD2215:1795544656::::::s::::::23:
            fpr:::::::::6D4C60F0648EF6E31D1AC72FBA4638DAE8AD2215:
            pub:i:1024:17:187BCB8D34339129:1795544656:::-:::scSC::::::23::0:
            fpr:::::::::06541D226529AE42BE216D15187BCB8D34339129:
            """.Split('\n')).ToList();
        facts[0].ShouldBe(new KeyFacts(Fingerprint.Parse("ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9"), Fingerprint.Parse("ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9"), 22, 255,
            DateTimeOffset.FromUnixTimeSeconds(1795544656), DateTimeOffset.FromUnixTimeSeconds(1895544656), false, false, true, "alice: <alice@example.org>"));
        (facts[1].Primary, facts[1].IsRevoked, facts[1].Bits, facts[1].IsSubkey).ShouldBe((facts[0].Fingerprint, true, 2048, true));
        (facts[2].IsInvalid, facts[2].Weakness, facts[2].IsSubkey).ShouldBe((true, "a DSA key", false));
    }

    private static Person Revoked(DateTimeOffset since, RevocationReason reason) => Alice with { Keys = [Alice.Keys[0] with { Revoked = new Revocation(since, reason) }] };

    private static string Judge(SignatureReport report, KeyFacts? key = null, KeyFacts? subkey = null) => Judge(report, subkey is null ? [key ?? Strong] : [key!, subkey], Alice);

    private static string Judge(SignatureReport report, KeyFacts key, Person holder) => Judge(report, [key], holder);

    private static string Judge(SignatureReport report, KeyFacts[] keys, Person holder)
    {
        var (person, problem) = new KeyRules([holder], keys, Now).Judge(report);
        return person?.Id ?? problem;
    }
}

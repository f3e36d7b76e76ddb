using ImgRep.Sources;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Vouching;

namespace ImgRep.Tests.Trust;

public class ReleaseSignatureRulesTests
{
    private static readonly Fingerprint Primary = Fingerprint.Parse(new string('A', 40));
    private static readonly Fingerprint Subkey = Fingerprint.Parse(new string('B', 40));
    private static readonly DateTimeOffset Made = new(2020, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly KeyFacts Rsa =
        new(Primary, Primary, 1, 2048, new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero), null, IsRevoked: false, IsInvalid: false, CanSign: true, "xz");

    private static readonly SignatureReport Good = new(SignatureState.Good, Primary, Primary, Made, 8);

    [Fact]
    public void A_good_signature_names_its_key_and_its_day() =>
        Judge(Good).ToString().ShouldBe($"signed by {Primary} on 2020-06-01");

    [Fact]
    public void A_key_that_expired_later_does_no_harm() =>
        Judge(Good with { State = SignatureState.KeyExpired }, Rsa with { Expires = Made.AddDays(1) }).State.ShouldBe(UpstreamState.Signed);

    [Fact]
    public void What_a_key_signed_after_its_end_does_not_count()
    {
        var expired = Good with { State = SignatureState.KeyExpired };
        Judge(expired, Rsa with { Expires = Made }).Detail.ShouldBe($"made on 2020-06-01 by the key {Primary}, which had expired on 2020-06-01");
        Judge(expired with { Signer = Subkey }, Rsa, Rsa with { Fingerprint = Subkey, Expires = Made.AddDays(-1) }).Detail
            .ShouldBe($"made on 2020-06-01 by the key {Subkey}, which had expired on 2020-05-31");
    }

    [Fact]
    public void What_was_signed_before_there_was_the_key_does_not_count() =>
        Judge(Good, Rsa with { Created = Made.AddDays(1) }).Detail.ShouldBe($"made on 2020-06-01, before the key {Primary} was");

    [Fact]
    public void A_revoked_key_counts_for_nothing()
    {
        Judge(Good with { State = SignatureState.KeyRevoked }).Detail.ShouldBe($"made by the key {Primary}, which was revoked");
        Judge(Good, Rsa with { IsRevoked = true }).Detail.ShouldBe($"made by the key {Primary}, which was revoked");
    }

    [Fact]
    public void A_key_of_another_project_counts_for_nothing()
    {
        Judge(Good with { Primary = Subkey, Signer = Subkey }, Rsa with { Primary = Subkey, Fingerprint = Subkey }).Detail
            .ShouldBe($"made by the key {Subkey}, which does not sign for xz");
        Judge(new SignatureReport(SignatureState.UnknownKey, Detail: "BBBBBBBBBBBBBBBB")).Detail.ShouldBe("made by the key BBBBBBBBBBBBBBBB, which does not sign for xz");
    }

    [Theory]
    [InlineData(2, "made with SHA-1, which is too weak")]
    [InlineData(1, "made with MD5, which is too weak")]
    public void A_weak_hash_counts_for_nothing(int hash, string problem) =>
        Judge(Good with { HashAlgorithm = hash }).Detail.ShouldBe(problem);

    [Fact]
    public void Sha1_counts_where_the_project_is_an_exception_and_the_answer_says_so()
    {
        var rules = new ReleaseSignatureRules(Upstream("openpgp+sha1"), [Rsa], Now);
        rules.Judge(Good with { HashAlgorithm = 2 }).ToString().ShouldBe($"signed by {Primary} on 2020-06-01 (SHA-1 is allowed)");
        rules.Judge(Good with { HashAlgorithm = 1 }).State.ShouldBe(UpstreamState.Refused);
    }

    [Fact]
    public void Weak_keys_count_for_nothing()
    {
        Judge(Good, Rsa with { Bits = 1024 }).Detail.ShouldBe($"made by the key {Primary}, an RSA key of 1024 bits, less than 2048");
        Judge(Good, Rsa with { Algorithm = 17 }).Detail.ShouldBe($"made by the key {Primary}, which is a DSA key");
        Judge(Good, Rsa with { IsInvalid = true }).Detail.ShouldBe($"made by the key {Primary}, of which gpg accepts no part as valid");
    }

    [Fact]
    public void A_signature_from_the_future_or_one_that_has_expired_counts_for_nothing()
    {
        Judge(Good with { MadeAt = Now.AddDays(1) }).Detail.ShouldBe("made on 2026-06-02, which is in the future");
        Judge(Good with { State = SignatureState.Expired }).Detail.ShouldBe($"it has expired itself (key {Primary})");
        Judge(new SignatureReport(SignatureState.Bad, Detail: "AAAAAAAAAAAAAAAA")).Detail.ShouldBe("what the key AAAAAAAAAAAAAAAA signed are other bytes");
    }

    [Fact]
    public void One_report_is_read_without_the_name_of_a_file() =>
        GnupgStatus.ParseOne(["[GNUPG:] NEWSIG", $"[GNUPG:] GOODSIG {Primary.Hex[24..]} xz",
            $"[GNUPG:] VALIDSIG {Primary} 2020-06-01 {Made.ToUnixTimeSeconds()} 0 4 0 1 8 00 {Primary}"])
            .ShouldBe(Good);

    private static UpstreamWord Judge(SignatureReport report, params KeyFacts[] facts) =>
        new ReleaseSignatureRules(Upstream("openpgp"), facts.Length > 0 ? facts : [Rsa], Now).Judge(report);

    private static Upstream Upstream(string kind) => UpstreamTable.Parse($"xz https://xz.example/ xz-{{VERSION}}.tar {kind} {Primary}", "upstreams").Rows[0];
}

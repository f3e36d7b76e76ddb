using System.Collections.Immutable;
using System.Text;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Tests.Trust;

public class SignatureFormatTests
{
    private static readonly Digest One = Digest.Parse("sha256:" + new string('0', 63) + "1");
    private static readonly Digest Two = Digest.Parse("sha256:" + new string('0', 63) + "2");
    private static readonly Workshop Mine = new("embedded", "0.1.0", "GenuineIntel", "debian 12", "6.1");
    private static readonly Claim Rebuilt = new(PackageName.Parse("zlib"), One, ClaimKind.Rebuilt, Two, Mine);
    private static readonly Claim Copied = new(PackageName.Parse("zlib"), One, ClaimKind.Copied);

    [Fact]
    public void A_signature_of_an_image_names_it_and_claims_how_it_came_about()
    {
        var bytes = new ImageSignature(Rebuilt, "1.3.1").Write("imgrep 0.1.0", DateTimeOffset.FromUnixTimeSeconds(1795544658));
        Encoding.UTF8.GetString(bytes.AsSpan()).ShouldBe(
            "{\"critical\":{\"identity\":{\"docker-reference\":\"imgrep/zlib:1.3.1\"},\"image\":{\"docker-manifest-digest\":\"" + One
                + "\"},\"type\":\"atomic container signature\"},"
            + "\"optional\":{\"creator\":\"imgrep 0.1.0\",\"imgrep\":{\"builder\":\"embedded\",\"claim\":\"rebuilt\",\"cpu\":\"GenuineIntel\",\"distribution\":\"debian 12\","
            + "\"kernel\":\"6.1\",\"recipe\":\"" + Two + "\",\"version\":\"0.1.0\"},\"timestamp\":1795544658}}");
        Parse(bytes).ShouldBe(new ImageSignature(Rebuilt, "1.3.1"));
    }

    [Fact]
    public void A_copy_is_no_rebuild() =>
        Parse(new ImageSignature(Copied, null).Write("imgrep 0.1.0", default)).ShouldBe(new ImageSignature(Copied, null));

    [Fact]
    public void Signatures_of_other_programs_claim_nothing() => Parse(Text("{}")).Claim.ShouldBe(Copied);

    [Fact]
    public void Other_optional_members_are_ignored() => Parse(Text("""{"x":[1,{"y":null}],"creator":"podman","timestamp":5}""")).Claim.ShouldBe(Copied);

    [Theory]
    [InlineData("\"type\":\"atomic container signature\"", "\"type\":\"atomic container signature\",\"x\":1",
        "signed JSON, critical: there is an unknown member 'x', expected image, identity, type alone")]
    [InlineData("\"type\":\"atomic container signature\"", "\"type\":\"cosign\"", "signed JSON, critical: type is 'cosign', expected atomic container signature")]
    [InlineData("\"type\":", "\"typ\":", "signed JSON, critical: type is missing")]
    [InlineData("\"docker-manifest-digest\":", "\"x\":1,\"docker-manifest-digest\":",
        "signed JSON, critical, image: there is an unknown member 'x', expected docker-manifest-digest alone")]
    [InlineData("\"docker-reference\":", "\"x\":1,\"docker-reference\":", "signed JSON, critical, identity: there is an unknown member 'x', expected docker-reference alone")]
    [InlineData("\"optional\":", "\"x\":{},\"optional\":", "signed JSON: there is an unknown member 'x', expected critical, optional alone")]
    [InlineData(":\"imgrep/zlib\"", ":\"imgrep/zlib\",\"docker-reference\":\"imgrep/zlib\"", "the signed bytes are no JSON without duplicate members: *")]
    [InlineData(":\"imgrep/zlib\"", ":\"evil/zlib\"", "signed JSON, critical, identity: docker-reference is 'evil/zlib', expected imgrep/NAME or imgrep/NAME:TAG")]
    [InlineData(":\"imgrep/zlib\"", ":\"imgrep/zlib:\"", "signed JSON, critical, identity: docker-reference is 'imgrep/zlib:', expected imgrep/NAME or imgrep/NAME:TAG")]
    [InlineData(":\"imgrep/zlib\"", ":\"imgrep/../zlib\"", "signed JSON, critical, identity: docker-reference is 'imgrep/../zlib', expected imgrep/NAME or imgrep/NAME:TAG")]
    [InlineData(":\"imgrep/zlib\"", ":\"imgrep/zlib@sha256:00\"",
        "signed JSON, critical, identity: docker-reference is 'imgrep/zlib@sha256:00', expected imgrep/NAME or imgrep/NAME:TAG")]
    [InlineData(":\"imgrep/zlib\"", ":null", "signed json, critical, identity: docker-reference is null, expected string")]
    [InlineData("sha256:0", "sha256:G", "signed JSON, critical, image: docker-manifest-digest is 'sha256:G*', expected a sha256 digest")]
    [InlineData("\"optional\":{}", "\"optional\":{\"timestamp\":1.5}", "signed JSON, optional: timestamp is no whole number")]
    [InlineData("\"optional\":{}", "\"optional\":{\"creator\":5}", "signed json, optional: creator is number, expected string")]
    [InlineData("\"optional\":{}", "\"optional\":{\"creator\":\"\\ud800\"}", "signed JSON, optional: creator holds half a surrogate pair")]
    [InlineData("\"optional\":{}", "\"optional\":[]", "signed json: optional is array, expected object")]
    [InlineData("\"optional\":{}", "\"optional\":{\"imgrep\":{\"claim\":\"made\"}}", "signed JSON, optional, imgrep: claim is 'made', expected rebuilt or copied")]
    [InlineData("\"optional\":{}", "\"optional\":{\"imgrep\":{\"claim\":\"copied\",\"x\":1}}",
        "signed JSON, optional, imgrep: there is an unknown member 'x', expected claim alone")]
    [InlineData("\"optional\":{}", "\"optional\":{\"imgrep\":{\"claim\":\"rebuilt\"}}", "signed JSON, optional, imgrep: recipe is missing")]
    [InlineData("\"optional\":{}", "\"optional\":{\"imgrep\":{\"claim\":\"rebuilt\",\"recipe\":\"sha256:0\"}}",
        "signed JSON, optional, imgrep: recipe is 'sha256:0', expected a sha256 digest")]
    [InlineData("{\"critical\"", "[{\"critical\"", "the signed bytes are no JSON without duplicate members: *")]
    public void What_is_not_exactly_the_format_is_refused(string part, string replaced, string problem)
    {
        var text = Encoding.UTF8.GetString(Text("{}").Span).Replace(part, replaced, StringComparison.Ordinal);
        var message = Should.Throw<MalformedSignatureException>(() => ImageSignature.Parse(Encoding.UTF8.GetBytes(text))).Message;
        message.ShouldMatch("^" + System.Text.RegularExpressions.Regex.Escape(problem).Replace("\\*", ".*", StringComparison.Ordinal) + "$");
    }

    [Theory]
    [InlineData("cpu", "")]
    [InlineData("cpu", "two\\nlines")]
    [InlineData("distribution", "debian ")]
    [InlineData("builder", "two words")]
    [InlineData("kernel", " 6.1")]
    [InlineData("version", "12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public void Claims_are_plain_text(string member, string value)
    {
        var bytes = new ImageSignature(Rebuilt, null).Write("x", default);
        var text = System.Text.RegularExpressions.Regex.Replace(Encoding.UTF8.GetString(bytes.AsSpan()), $"\"{member}\":\"[^\"]*\"", $"\"{member}\":\"{value}\"");
        Should.Throw<MalformedSignatureException>(() => ImageSignature.Parse(Encoding.UTF8.GetBytes(text))).Message.ShouldStartWith($"signed JSON, optional, imgrep: {member} is ");
    }

    [Fact]
    public void A_manifest_of_hashes_is_read_as_it_was_written()
    {
        Claim[] claims =
        [
            Rebuilt, Copied, Rebuilt with { Package = PackageName.Parse("busybox") }, Rebuilt with { Workshop = Mine with { Builder = "docker" } }, Rebuilt,
        ];
        var bytes = ManifestOfHashes.Write(claims);
        Encoding.ASCII.GetString(bytes).ShouldBe($"""
            # imgrep manifest 1
            # copied
            {One.Hex}  zlib
            # rebuilt
            # builder docker 0.1.0
            # cpu GenuineIntel
            # distribution debian 12
            # kernel 6.1
            {One.Hex}  zlib  {Two.Hex}
            # rebuilt
            # builder embedded 0.1.0
            # cpu GenuineIntel
            # distribution debian 12
            # kernel 6.1
            {One.Hex}  busybox  {Two.Hex}
            {One.Hex}  zlib  {Two.Hex}

            """);
        ManifestOfHashes.Parse(bytes).ShouldBe(claims.Distinct(), ignoreOrder: true);
    }

    [Theory]
    [InlineData("# imgrep manifest 1", "# imgrep manifest 2", "line 1 is '# imgrep manifest 2', expected '# imgrep manifest 1'")]
    [InlineData("# rebuilt", "# made", "line 2 is '# made', expected '# copied', '# rebuilt' or '# withdrawn'")]
    [InlineData("# cpu GenuineIntel", "#cpu GenuineIntel", "line 4 is '#cpu GenuineIntel', expected '# cpu ...'")]
    [InlineData("embedded 0.1.0", "embedded", "line 3 is '# builder embedded', expected '# builder NAME VERSION'")]
    [InlineData("GenuineIntel", "Genuine\u001bIntel", "line 2: cpu is 'Genuine\u001bIntel', expected up to 100 printable ASCII characters, without blanks at the ends")]
    [InlineData("  zlib", " zlib", "line 7 is '* zlib*', expected 'HEX  NAME  RECIPE'")]
    [InlineData("zlib", "../zlib", "line 7 is '*', expected 'HEX  NAME  RECIPE'")]
    [InlineData("02\n", "02\r\n", "line 7 is '*', expected 'HEX  NAME  RECIPE'")]
    [InlineData("02\n", "02", "it does not end with a line end: is it truncated?")]
    [InlineData("02\n", "02\n\n", "line 8: '' stands there twice, or out of order")]
    [InlineData("# rebuilt", "# copied\n# rebuilt", "line 2: nothing stands below it")]
    [InlineData("02\n", "02\n# rebuilt\n", "line 9 is missing, expected '# builder ...'")]
    [InlineData("02\n", "02\n# rebuilt\n# builder zero 1\n# cpu x\n# distribution x\n# kernel x\nshort\n", "line 13 is 'short', expected 'HEX  NAME  RECIPE'")]
    [InlineData("zlib  ", "zlib--", "line 7 is '*', expected 'HEX  NAME  RECIPE'")]
    [InlineData("zlib  0", "zlib  g", "line 7 is '*', expected 'HEX  NAME  RECIPE'")]
    [InlineData("zlib  00000000000000000000000000000000", "zlib  ", "line 7 is '*', expected 'HEX  NAME  RECIPE'")]
    [InlineData("01  zlib", "0x  zlib", "line 7 is '*', expected 'HEX  NAME  RECIPE'")]
    [InlineData("02\n", "02\n# copied\n0  x\n", "line 8: this section stands here twice, or out of order")]
    public void A_manifest_that_is_not_as_written_is_refused(string part, string replaced, string problem)
    {
        var text = Encoding.ASCII.GetString(ManifestOfHashes.Write([Rebuilt])).Replace(part, replaced, StringComparison.Ordinal);
        Should.Throw<MalformedSignatureException>(() => ManifestOfHashes.Parse(Encoding.Latin1.GetBytes(text))).Message
            .ShouldMatch("^" + System.Text.RegularExpressions.Regex.Escape(problem).Replace("\\*", ".*", StringComparison.Ordinal) + "$");
    }

    [Fact]
    public void A_manifest_is_neither_empty_nor_endless()
    {
        Problem([]).ShouldBe("it does not end with a line end: is it truncated?");
        Problem(new byte[ManifestOfHashes.Largest + 1]).ShouldBe($"it has {ManifestOfHashes.Largest + 1} bytes, more than {ManifestOfHashes.Largest}");
        Problem(Encoding.ASCII.GetBytes("# imgrep manifest 1\n# copied\n")).ShouldBe("line 2: nothing stands below it");
        Problem(Encoding.ASCII.GetBytes("# imgrep manifest 1\n# copied\nx\n")).ShouldBe("line 3 is 'x', expected 'HEX  NAME'");
        Problem(Encoding.ASCII.GetBytes($"# imgrep manifest 1\n# copied\n{One.Hex} zlib\n")).ShouldBe($"line 3 is '{One.Hex} zlib', expected 'HEX  NAME'");
        Problem(Encoding.ASCII.GetBytes($"# imgrep manifest 1\n# copied\n{One.Hex}  \n")).ShouldBe($"line 3 is '{One.Hex}  ', expected 'HEX  NAME'");
        Problem(Encoding.ASCII.GetBytes($"# imgrep manifest 1\n{new string('x', 201)}\n"))
            .ShouldBe($"line 2 is '{new string('x', 200)}...', expected '# copied', '# rebuilt' or '# withdrawn'");

        static string Problem(byte[] bytes) => Should.Throw<MalformedSignatureException>(() => ManifestOfHashes.Parse(bytes)).Message;
    }

    [Fact]
    public void Signed_bytes_are_text() =>
        Should.Throw<MalformedSignatureException>(() => ImageSignature.Parse((byte[])[(byte)'{', (byte)'"', 0xFF, (byte)'"',
            .. ":1}"u8])).Message.ShouldBe("the signed bytes are not utf-8");

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(1, 0, 2)]
    [InlineData(0, 0, 2)]
    public void Lines_stand_there_once_and_in_order(int first, int second, int line)
    {
        Claim[] claims = [Copied, Copied with { Package = PackageName.Parse("zstd") }];
        var lines = Encoding.ASCII.GetString(ManifestOfHashes.Write(claims)).Split('\n');
        var text = string.Join('\n', [.. lines[..2], lines[2 + first], lines[2 + second], ""]);
        Action parse = () => ManifestOfHashes.Parse(Encoding.ASCII.GetBytes(text));
        if (first < second)
            parse.ShouldNotThrow();
        else
            parse.ShouldThrow<MalformedSignatureException>().Message.ShouldBe($"line {line + 2}: '{lines[2 + second]}' stands there twice, or out of order");
    }

    [Fact]
    public void No_bytes_whatsoever_break_the_readers()
    {
        var random = new Random(7);
        byte[][] inputs = [[.. new ImageSignature(Rebuilt, "1").Write("x", default)], ManifestOfHashes.Write([Rebuilt, Copied])];
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = inputs[round % 2].ToArray();
            for (var change = random.Next(3); change >= 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                if (round % 2 == 0)
                    ImageSignature.Parse(bytes);
                else
                    ManifestOfHashes.Write(ManifestOfHashes.Parse(bytes)).ShouldBe(bytes);
            }
            catch (MalformedSignatureException refusal)
            {
                refusal.Message.ShouldNotBeEmpty();
            }
        }
    }

    private static ImageSignature Parse(ReadOnlyMemory<byte> bytes) => ImageSignature.Parse(bytes);

    private static ImageSignature Parse(ImmutableArray<byte> bytes) => ImageSignature.Parse(bytes.AsMemory());

    private static ReadOnlyMemory<byte> Text(string optional) => Encoding.UTF8.GetBytes(
        "{\"critical\":{\"type\":\"atomic container signature\",\"image\":{\"docker-manifest-digest\":\"" + One
            + "\"},\"identity\":{\"docker-reference\":\"imgrep/zlib\"}},\"optional\":" + optional + "}");
}

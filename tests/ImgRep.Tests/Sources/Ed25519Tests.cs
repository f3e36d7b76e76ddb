using System.Text;
using ImgRep.Files;
using ImgRep.Host.Vouching;
using ImgRep.Sources;

namespace ImgRep.Tests.Sources;

/// <summary>Signatures by minisign and signify. The key and the signatures were made with OpenSSL, of a file that holds <c>hello</c> and a line feed.</summary>
public class Ed25519Tests
{
    private const string Id = "8899AABBCCDDEEFF";
    private const string Name = "hello-1.0.tar.gz";

    private static readonly byte[] Key = Encoding.ASCII.GetBytes("untrusted comment: key\nRWT/7t3Mu6qZiNa3iGgHRXFbb5nOeuF+Mclpk523ASba0enbHd48YuEH\n");

    private const string Minisign = """
        untrusted comment: signature
        RUT/7t3Mu6qZiLan2WWVdfbuR8Y+ahXgtZHjvBQsYnmzmDqkeP118fuhbkSoM6x0Vemnbi/AJOMJ4TaWCLYtutvRhVVyAXoCCQo=
        trusted comment: timestamp:1749000000	file:hello-1.0.tar.gz	hashed
        0n+zvLuaDzoH2sUTe03ozAWnbVFa0NoyBP0B9d4zIBEUI1X4qPYd5WDt75DRPCOz8RbaljzmPUwtEWbpuCqmBw==

        """;

    private const string OldMinisign = """
        untrusted comment: signature
        RWT/7t3Mu6qZiNDNO9yGb99CYayonn1eGyXin0uRD6GR/KfENRW09rpTSUZ8d6HuMMkrftaU68lgvz0Qf7Ig1Hj/S31zfLmq8gY=
        trusted comment: timestamp:1749000000
        Col2nx06l6tcPqsGh6stPazY5S8gvb2V6KOnvSwrbwKLJdRg9VQ9yLgXGNk1YpQEaN6zyIy7BhpZvFX75g/yBQ==

        """;

    private const string Signify = """
        untrusted comment: verify with key.pub
        RWT/7t3Mu6qZiNDNO9yGb99CYayonn1eGyXin0uRD6GR/KfENRW09rpTSUZ8d6HuMMkrftaU68lgvz0Qf7Ig1Hj/S31zfLmq8gY=

        """;

    [Theory]
    [InlineData(Minisign)]
    [InlineData(OldMinisign)]
    public void A_signature_by_minisign_is_of_its_file_alone(string text)
    {
        var signature = Ed25519Signature.ParseMinisign(Encoding.ASCII.GetBytes(text));
        signature.KeyId.ShouldBe(Id);
        Verify(signature, "hello\n").ShouldBeNull();
        Verify(signature, "hello").ShouldBe($"what the key {Id} signed are other bytes");
    }

    [Fact]
    public void A_signature_by_signify_is_of_its_file_alone()
    {
        var signature = Ed25519Signature.ParseSignify(Encoding.ASCII.GetBytes(Signify));
        Verify(signature, "hello\n").ShouldBeNull();
        Verify(signature, "hello").ShouldBe($"what the key {Id} signed are other bytes");
    }

    [Fact]
    public void A_trusted_comment_is_signed_too() =>
        Verify(Ed25519Signature.ParseMinisign(Encoding.ASCII.GetBytes(Minisign.Replace("1749000000", "1749000001", StringComparison.Ordinal))), "hello\n")
            .ShouldBe($"the key {Id} did not sign its trusted comment");

    [Fact]
    public void A_release_under_the_name_of_another_one_is_refused() =>
        Ed25519Release.ProblemOf(Ed25519Signature.ParseMinisign(Encoding.ASCII.GetBytes(Minisign)), Ed25519PublicKey.Parse(Key), Content("hello\n"), "hello-1.1.tar.gz")
            .ShouldBe($"the key {Id} signed it under the name {Name}");

    [Theory]
    [InlineData("", "it has 1 lines, expected 4")]
    [InlineData("untrusted comment: x\nRUT=\ntrusted comment: y\nAAAA\n", "its second line holds 2 bytes, expected 74")]
    [InlineData("untrusted comment: x\n!\ntrusted comment: y\nAAAA\n", "one of its lines is not base64")]
    [InlineData("comment\na\nb\nc\n", "its first line does not begin with 'untrusted comment:'")]
    [InlineData("untrusted comment: x\na\nb\nc\nd\n", "it has 5 lines, expected 4")]
    [InlineData("untrusted comment: \u00fc\na\nb\nc\n", "it holds something else than ASCII")]
    public void What_is_no_signature_is_refused(string text, string message) =>
        Should.Throw<MalformedEd25519Exception>(() => Ed25519Signature.ParseMinisign(Encoding.UTF8.GetBytes(text))).Message.ShouldBe(message);

    [Fact]
    public void A_hashed_signature_is_none_of_signify() =>
        Should.Throw<MalformedEd25519Exception>(() => Ed25519Signature.ParseSignify(Encoding.ASCII.GetBytes(string.Join('\n', Minisign.Split('\n')[..2])))).Message
            .ShouldBe("it is of the algorithm 'ED', expected 'Ed'");

    [Fact]
    public void A_key_has_32_bytes() =>
        Should.Throw<MalformedEd25519Exception>(() => Ed25519PublicKey.Parse(Encoding.ASCII.GetBytes(Signify))).Message.ShouldBe("its second line holds 74 bytes, expected 42");

    private static string? Verify(Ed25519Signature signature, string content) =>
        Ed25519Release.ProblemOf(signature, Ed25519PublicKey.Parse(Key), Content(content), Name);

    private static MemoryContent Content(string text) => new([.. Encoding.ASCII.GetBytes(text)]);
}

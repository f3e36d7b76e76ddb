using System.Security.Cryptography;
using System.Text;
using ImgRep.Host.Keys;
using ImgRep.Trust.Ssh;

namespace ImgRep.Tests.Trust;

/// <summary>Signatures made with .NET's own primitives; those of real programs are in the end-to-end tests.</summary>
public class SshSignatureTests
{
    private static readonly byte[] Message = "message"u8.ToArray();

    [Fact]
    public void A_signature_is_for_one_message_and_one_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = SshSignature.Parse(Sign(key));
        SshVerification.IsGood(signature, Message).ShouldBeTrue();
        SshVerification.IsGood(signature, "massage"u8).ShouldBeFalse();
        SshVerification.IsGood(signature with { Key = SshSignature.Parse(Sign(other)).Key }, Message).ShouldBeFalse();
        SshVerification.IsGood(signature with { Namespace = "file" }, Message).ShouldBeFalse();
    }

    [Theory]
    [InlineData("hash", "its hash is sha1, expected sha256 or sha512")]
    [InlineData("version", "it has version 2, expected 1")]
    [InlineData("algorithm", "its algorithm is ssh-rsa, which is too weak or not for a key of type ecdsa-sha2-nistp256")]
    [InlineData("trailing", "1 bytes follow its end")]
    [InlineData("magic", "it does not begin with SSHSIG")]
    public void What_is_weak_or_otherwise_is_refused(string what, string expected)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Should.Throw<MalformedSshException>(() => SshSignature.Parse(Sign(key, what))).Message.ShouldBe(expected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n====\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\nmore\n")]
    public void Broken_armour_is_refused(string armored) => Should.Throw<MalformedSshException>(() => SshSignature.Parse(Encoding.ASCII.GetBytes(armored)));

    [Theory]
    [InlineData("", "it is not one block from '-----BEGIN SSH SIGNATURE-----' to '-----END SSH SIGNATURE-----'")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\nmore\n",
        "it is not one block from '-----BEGIN SSH SIGNATURE-----' to '-----END SSH SIGNATURE-----'")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURES----\n", "it is not one block from '-----BEGIN SSH SIGNATURE-----' to '-----END SSH SIGNATURE-----'")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n", "it is not one block from '-----BEGIN SSH SIGNATURE-----' to '-----END SSH SIGNATURE-----'")]
    [InlineData("-----BEGIN SSH SIGNATURES----\nU1NI\n-----END SSH SIGNATURE-----\n", "it is not one block from '-----BEGIN SSH SIGNATURE-----' to '-----END SSH SIGNATURE-----'")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nU1N\n-----END SSH SIGNATURE-----\n", "its armour is not base64")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nU1 NI\n-----END SSH SIGNATURE-----\n", "its armour is not base64")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\nU1NI\n-----END SSH SIGNATURE-----\n", "it is truncated")]
    public void What_is_wrong_with_armour_is_said(string armored, string problem) =>
        Should.Throw<MalformedSshException>(() => SshSignature.Parse(Encoding.ASCII.GetBytes(armored))).Message.ShouldBe(problem);

    [Fact]
    public void Oversized_signatures_are_refused_before_they_are_read() =>
        Should.Throw<MalformedSshException>(() => SshSignature.Parse(new byte[16385])).Message.ShouldBe("it has 16385 bytes, more than 16384");

    [Theory]
    [InlineData("two words", "'two words' is no SSH key")]
    [InlineData("one", "'one' is no SSH key")]
    [InlineData("ssh-ed25519 {ssh-ed25519|32} comment", "' is no SSH key")]
    [InlineData("ssh-rsa {ssh-ed25519|32}", "' is no SSH key")]
    [InlineData("ssh-ed25519 {ssh-ed25519|31}", "that is accepted: the point of its key has 31 bytes, expected 32")]
    [InlineData("ssh-ed25519 {ssh-ed25519|32|1}", "that is accepted: 5 bytes follow its end")]
    [InlineData("ssh-ed25519 {ssh-ed25519}", "that is accepted: it is truncated")]
    [InlineData("ecdsa-sha2-nistp256 {ecdsa-sha2-nistp256|nistp384|97}", "that is accepted: it names two curves")]
    [InlineData("ecdsa-sha2-nistp384 {ecdsa-sha2-nistp384|nistp384|65}", "that is accepted: the point of its key has 65 bytes, expected 97")]
    [InlineData("ecdsa-sha2-nistp521 {ecdsa-sha2-nistp521|nistp521|133}", null)]
    [InlineData("ssh-rsa {ssh-rsa|3|256}", "that is accepted: an RSA key needs 3072 bits or more")]
    [InlineData("ssh-rsa {ssh-rsa|3|384}", null)]
    [InlineData("ssh-rsa {ssh-rsa|3|2049}", "that is accepted: a number in it is not positive, not in its shortest form, or too long")]
    [InlineData("ssh-rsa {ssh-rsa|3|zero 384}", "that is accepted: a number in it is not positive, not in its shortest form, or too long")]
    [InlineData("ssh-rsa {ssh-rsa|3|minus 384}", "that is accepted: a number in it is not positive, not in its shortest form, or too long")]
    [InlineData("ssh-rsa {ssh-rsa|3|0}", "that is accepted: a number in it is not positive, not in its shortest form, or too long")]
    [InlineData("ssh-rsa {ssh-rsa|9|384}", "that is accepted: a number in it is not positive, not in its shortest form, or too long")]
    [InlineData("sk-ssh-ed25519@openssh.com {sk-ssh-ed25519@openssh.com|32|ssh:}", null)]
    [InlineData("ssh-dss {ssh-dss|32}", "that is accepted: its type is ssh-dss")]
    [InlineData("ssh-ed25519 {a b|32}", "that is accepted: a name in it is no word of printable ASCII")]
    [InlineData("ssh-ed25519 {aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa|32}", "that is accepted: a name in it is no word of printable ASCII")]
    [InlineData("ssh-ed25519 {ssh-ed25519|4097}", "that is accepted: a key in it has 4116 bytes, more than 4096")]
    [InlineData("ssh-ed25519 {ssh-ed25519|9000}", "is no SSH key")]
    public void A_key_is_strong_and_in_its_only_form(string text, string? problem)
    {
        var start = text.IndexOf('{', StringComparison.Ordinal);
        var key = start < 0 ? text : text[..start] + Convert.ToBase64String(Blob(text[(start + 1)..text.IndexOf('}', StringComparison.Ordinal)]))
            + text[(text.IndexOf('}', StringComparison.Ordinal) + 1)..];
        SshPublicKey.TryParse(key, out var parsed, out var found).ShouldBe(problem is null, found);
        if (problem is not null)
            found.ShouldEndWith(problem);
        else
            parsed!.ToString().ShouldBe(key);
    }

    [Fact]
    public void A_length_that_no_string_has_is_refused() =>
        Should.Throw<MalformedSshException>(() => SshPublicKey.Parse([0xFF, 0xFF, 0xFF, 0xFF, 0])).Message.ShouldBe("it is truncated");

    [Theory]
    [InlineData(1, null)]
    [InlineData(5, null)]
    [InlineData(0, "its token says that nobody touched it")]
    [InlineData(4, "its token says that nobody touched it")]
    public void A_token_must_have_been_touched(byte flags, string? problem)
    {
        byte[] inner = [.. Text("sk-ssh-ed25519@openssh.com"), .. String(new byte[64]), flags, 0, 0, 0, 7];
        byte[] all = [.. "SSHSIG"u8, 0, 0, 0, 1, .. String(Blob("sk-ssh-ed25519@openssh.com|32|ssh:")), .. Text("git"), .. Text(""), .. Text("sha512"), .. String(inner)];
        var armored = Encoding.ASCII.GetBytes($"-----BEGIN SSH SIGNATURE-----\n{Convert.ToBase64String(all)}\n-----END SSH SIGNATURE-----\n");
        if (problem is null)
            SshSignature.Parse(armored).Counter.ShouldBe(7u);
        else
            Should.Throw<MalformedSshException>(() => SshSignature.Parse(armored)).Message.ShouldBe(problem);
    }

    /// <summary>Strings one after the other: words, as many bytes as a number says, or numbers that are not in their shortest form.</summary>
    private static byte[] Blob(string parts) => [.. parts.Split('|').SelectMany((part, index) => part.Split(' ') switch
    {
        ["zero", var count] => String([0, .. Filled(count)]),
        ["minus", var count] => String([0x80, .. Filled(count)]),
        [var count] when index > 0 && int.TryParse(count, out _) => String(Filled(count)),
        _ => Text(part),
    })];

    private static byte[] Filled(string count) => [.. Enumerable.Repeat((byte)0x11, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture))];

    [Fact]
    public void A_point_that_is_on_no_curve_verifies_nothing()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = SshSignature.Parse(Sign(key));
        var point = signature.Key.Point.ToArray();
        point[40] ^= 1;
        SshVerification.IsGood(signature with { Key = signature.Key with { Point = point } }, Message).ShouldBeFalse();
    }

    [Fact]
    public void One_key_has_one_spelling()
    {
        // The last sign before the padding holds bits that do not count.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = SshSignature.Parse(Sign(key)).Key.ToString();
        SshPublicKey.TryParse(text, out _, out _).ShouldBeTrue();
        text.ShouldEndWith("=");
        var at = text.TrimEnd('=').Length - 1;
        var same = text[..at] + (char)(text[at] + 1) + text[(at + 1)..];
        Convert.FromBase64String(same.Split(' ')[1]).ShouldBe(Convert.FromBase64String(text.Split(' ')[1]));
        SshPublicKey.TryParse(same, out _, out _).ShouldBeFalse();
    }

    internal static byte[] Sign(ECDsa key, string broken = "")
    {
        var q = key.ExportParameters(false).Q;
        byte[] blob = [.. Text("ecdsa-sha2-nistp256"), .. Text("nistp256"), .. String([4, .. q.X!, .. q.Y!])];
        var hash = broken == "hash" ? "sha1" : "sha512";
        byte[] signed = [.. "SSHSIG"u8, .. Text("git"), .. Text(""), .. Text(hash), .. String(SHA512.HashData(Message))];
        var value = key.SignData(signed, HashAlgorithmName.SHA256);
        byte[] inner = [.. Text(broken == "algorithm" ? "ssh-rsa" : "ecdsa-sha2-nistp256"), .. String([.. Number(value[..32]), .. Number(value[32..])])];
        byte[] all =
        [
            .. broken == "magic" ? "SSHGIS"u8 : "SSHSIG"u8, 0, 0, 0, broken == "version" ? (byte)2
                : (byte)1, .. String(blob), .. Text("git"), .. Text(""), .. Text(hash), .. String(inner),
            .. broken == "trailing" ? (byte[])[0] : [],
        ];
        return Encoding.ASCII.GetBytes($"-----BEGIN SSH SIGNATURE-----\n{Convert.ToBase64String(all)}\n-----END SSH SIGNATURE-----\n");
    }

    private static byte[] Text(string text) => String(Encoding.ASCII.GetBytes(text));

    private static byte[] String(byte[] bytes) => [(byte)(bytes.Length >> 24), (byte)(bytes.Length >> 16), (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    private static byte[] Number(byte[] digits)
    {
        var trimmed = digits.AsSpan().TrimStart((byte)0).ToArray();
        return String(trimmed[0] >= 0x80 ? [0, .. trimmed] : trimmed);
    }
}

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
            .. broken == "magic" ? "SSHGIS"u8 : "SSHSIG"u8, 0, 0, 0, broken == "version" ? (byte)2 : (byte)1, .. String(blob), .. Text("git"), .. Text(""), .. Text(hash), .. String(inner),
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

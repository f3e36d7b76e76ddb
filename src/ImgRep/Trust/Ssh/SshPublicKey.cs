using System.Buffers.Binary;
using System.Text;

namespace ImgRep.Trust.People;

/// <summary>A public key as OpenSSH writes it: its type, and in base64 a blob that begins with the type again (RFC 4253, 6.6).</summary>
public static class SshPublicKey
{
    private const int SmallestModulus = 3072 / 8;

    /// <param name="problem">Why not.</param>
    public static bool TryParse(string text, out string problem)
    {
        problem = text.Split(' ') is [var type, var base64] && BlobOf(base64) is { } blob && TypeOf(blob) == type
            ? Weakness(type, blob)
            : $"'{(text.Length > 40 ? text[..40] + "..." : text)}' is no SSH key";
        return problem.Length == 0;
    }

    private static string Weakness(string type, byte[] blob) => type switch
    {
        "ssh-ed25519" or "sk-ssh-ed25519@openssh.com" or "ecdsa-sha2-nistp256" or "ecdsa-sha2-nistp384" or "ecdsa-sha2-nistp521" => "",
        "ssh-rsa" => ModulusLength(blob) >= SmallestModulus ? "" : "an RSA key needs 3072 bits or more",
        _ => $"SSH keys of type {type} are not accepted",
    };

    private static byte[]? BlobOf(string base64)
    {
        var blob = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, blob, out var length) ? blob[..length] : null;
    }

    private static string? TypeOf(byte[] blob) => Strings(blob).FirstOrDefault() is { } type ? Encoding.ASCII.GetString(type) : null;

    /// <summary>In bytes, without the leading zero; ssh-rsa is the type, e and n.</summary>
    private static int ModulusLength(byte[] blob) => Strings(blob).ElementAtOrDefault(2) is { } modulus ? modulus.AsSpan().TrimStart((byte)0).Length : 0;

    private static IEnumerable<byte[]> Strings(byte[] blob)
    {
        for (var at = 0; at + 4 <= blob.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(blob.AsSpan(at));
            if (length > blob.Length - at - 4)
                yield break;
            yield return blob[(at + 4)..(at + 4 + (int)length)];
            at += 4 + (int)length;
        }
    }
}

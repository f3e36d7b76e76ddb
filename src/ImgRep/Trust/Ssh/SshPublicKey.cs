using System.Diagnostics.CodeAnalysis;

namespace ImgRep.Trust.Ssh;

/// <summary>A public key as OpenSSH writes it: its type, and in base64 a blob that begins with the type again (RFC 4253, 6.6; RFC 5656, 3.1;
/// RFC 8709, 4; PROTOCOL.u2f of OpenSSH). One key has one spelling.</summary>
/// <param name="Type">Like <c>ssh-ed25519</c>.</param>
/// <param name="Point">Of an elliptic curve; empty for RSA.</param>
/// <param name="Application">Of a key on a FIDO token; empty otherwise.</param>
public sealed record SshPublicKey(
    string Type, ReadOnlyMemory<byte> Blob, ReadOnlyMemory<byte> Point, ReadOnlyMemory<byte> Modulus, ReadOnlyMemory<byte> Exponent, ReadOnlyMemory<byte> Application)
{
    public const string Ed25519 = "ssh-ed25519";
    public const string SecurityKey = "sk-ssh-ed25519@openssh.com";
    public const string Rsa = "ssh-rsa";
    private const int SmallestModulus = 3072 / 8;
    private const int LargestModulus = 16384 / 8;
    private const int LargestBlob = 4096;

    /// <summary>As it stands in <c>keys/people.yaml</c>.</summary>
    public override string ToString() => $"{Type} {Convert.ToBase64String(Blob.Span)}";

    /// <summary>Whether a text begins as keys do, of the types that are accepted and of others.</summary>
    public static bool IsLike(string text) =>
        Array.Exists(["ssh-", "sk-ssh-", "ecdsa-", "sk-ecdsa-"], (string start) => text.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Reads the first two words of a <c>.pub</c> file.</summary>
    /// <param name="problem">Why it is no key that is accepted.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SshPublicKey? key, out string problem)
    {
        (key, problem) = (null, $"'{(text.Length > 40 ? text[..40] + "..." : text)}' is no SSH key");
        if (text.Length > 2 * LargestBlob || text.Split(' ') is not [_, var base64])
            return false;
        var blob = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, blob, out var length))
            return false;
        try
        {
            key = Parse(blob.AsSpan(0, length));
        }
        catch (MalformedSshException malformed)
        {
            problem = $"{problem} that is accepted: {malformed.Message}";
            return false;
        }
        if (key.ToString() == text)
            return true;
        key = null;
        return false;
    }

    /// <exception cref="MalformedSshException">It is none, or one that is too weak.</exception>
    public static SshPublicKey Parse(ReadOnlySpan<byte> blob)
    {
        if (blob.Length > LargestBlob)
            throw new MalformedSshException($"a key in it has {blob.Length} bytes, more than {LargestBlob}");
        var reader = new SshReader(blob);
        var key = new SshPublicKey(reader.Name(), blob.ToArray(), default, default, default, default);
        switch (key.Type)
        {
            case Ed25519:
                key = key with { Point = PointOf(reader.String(), 32) };
                break;
            case SecurityKey:
                key = key with { Point = PointOf(reader.String(), 32), Application = reader.String().ToArray() };
                break;
            case "ecdsa-sha2-nistp256" or "ecdsa-sha2-nistp384" or "ecdsa-sha2-nistp521":
                if (reader.Name() != key.Type[11..])
                    throw new MalformedSshException("it names two curves");
                key = key with { Point = PointOf(reader.String(), 1 + 2 * key.FieldLength) };
                break;
            case Rsa:
                key = key with { Exponent = reader.Positive(8).ToArray(), Modulus = reader.Positive(LargestModulus).ToArray() };
                if (key.Modulus.Length < SmallestModulus)
                    throw new MalformedSshException("an RSA key needs 3072 bits or more");
                break;
            default:
                throw new MalformedSshException($"its type is {key.Type}");
        }
        reader.End();
        return key;
    }

    /// <summary>Bytes of a coordinate on a NIST curve.</summary>
    public int FieldLength => Type switch { "ecdsa-sha2-nistp256" => 32, "ecdsa-sha2-nistp384" => 48, _ => 66 };

    private static byte[] PointOf(ReadOnlySpan<byte> point, int length) =>
        point.Length == length ? point.ToArray() : throw new MalformedSshException($"the point of its key has {point.Length} bytes, expected {length}");
}

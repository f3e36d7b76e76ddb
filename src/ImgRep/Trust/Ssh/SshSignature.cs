using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ImgRep.Trust.Ssh;

/// <summary>A signature as <c>ssh-keygen -Y sign</c> makes it (PROTOCOL.sshsig of OpenSSH), read strictly. Nothing says yet whether it is good.</summary>
/// <param name="Namespace">What it was made for: <c>git</c> for commits.</param>
/// <param name="HashAlgorithm"><c>sha256</c> or <c>sha512</c>.</param>
/// <param name="Algorithm">Like <c>ssh-ed25519</c> or <c>rsa-sha2-512</c>.</param>
/// <param name="Flags">Of a FIDO token (PROTOCOL.u2f); 0 otherwise.</param>
public sealed record SshSignature(
    SshPublicKey Key, string Namespace, ReadOnlyMemory<byte> Reserved, string HashAlgorithm, string Algorithm, ReadOnlyMemory<byte> Value, byte Flags, uint Counter)
{
    public const string First = "-----BEGIN SSH SIGNATURE-----";
    private const string Last = "-----END SSH SIGNATURE-----";
    private const int Largest = 16 * 1024;
    private const byte UserPresent = 1;

    private static ReadOnlySpan<byte> Magic => "SSHSIG"u8;

    /// <exception cref="MalformedSshException">It is not exactly one signature, or one that is too weak.</exception>
    public static SshSignature Parse(ReadOnlySpan<byte> armored)
    {
        var reader = new SshReader(Decode(armored));
        if (!reader.Bytes(Magic.Length).SequenceEqual(Magic))
            throw new MalformedSshException("it does not begin with SSHSIG");
        if (reader.Number() is var version and not 1)
            throw new MalformedSshException($"it has version {version}, expected 1");
        var key = SshPublicKey.Parse(reader.String());
        var scope = reader.Name();
        var reserved = reader.String().ToArray();
        var hash = reader.Name();
        if (hash is not ("sha256" or "sha512"))
            throw new MalformedSshException($"its hash is {hash}, expected sha256 or sha512");
        var inner = new SshReader(reader.String());
        reader.End();
        var algorithm = inner.Name();
        if (!Fits(algorithm, key.Type))
            throw new MalformedSshException($"its algorithm is {algorithm}, which is too weak or not for a key of type {key.Type}");
        var value = inner.String().ToArray();
        var (flags, counter) = key.Type == SshPublicKey.SecurityKey ? (inner.Bytes(1)[0], inner.Number()) : ((byte)0, 0u);
        inner.End();
        if (key.Type == SshPublicKey.SecurityKey && (flags & UserPresent) == 0)
            throw new MalformedSshException("its token says that nobody touched it");
        return new SshSignature(key, scope, reserved, hash, algorithm, value, flags, counter);
    }

    /// <summary>The bytes that the key's own algorithm has signed.</summary>
    public byte[] SignedBytes(ReadOnlySpan<byte> message)
    {
        byte[] text = [.. Magic, .. Prefixed(Encoding.ASCII.GetBytes(Namespace)), .. Prefixed(Reserved.Span), .. Prefixed(Encoding.ASCII.GetBytes(HashAlgorithm)),
            .. Prefixed(HashAlgorithm == "sha512" ? SHA512.HashData(message) : SHA256.HashData(message))];
        if (Key.Type != SshPublicKey.SecurityKey)
            return text;
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return [.. SHA256.HashData(Key.Application.Span), Flags, .. counter, .. SHA256.HashData(text)];
    }

    /// <summary>The two numbers of an ECDSA signature, one after the other, filled with zeros to the length of the field (IEEE P1363).</summary>
    /// <exception cref="MalformedSshException">They are none.</exception>
    public byte[] FieldElements()
    {
        var length = Key.FieldLength;
        var reader = new SshReader(Value.Span);
        var both = new byte[2 * length];
        var r = reader.Positive(length);
        r.CopyTo(both.AsSpan(length - r.Length));
        var s = reader.Positive(length);
        s.CopyTo(both.AsSpan(2 * length - s.Length));
        reader.End();
        return both;
    }

    private static bool Fits(string algorithm, string type) => type == SshPublicKey.Rsa ? algorithm is "rsa-sha2-256" or "rsa-sha2-512" : algorithm == type;

    private static byte[] Decode(ReadOnlySpan<byte> armored)
    {
        if (armored.Length > Largest)
            throw new MalformedSshException($"it has {armored.Length} bytes, more than {Largest}");
        var lines = Encoding.Latin1.GetString(armored).TrimEnd('\n').Split('\n');
        if (lines.Length < 3 || lines[0] != First || lines[^1] != Last)
            throw new MalformedSshException($"it is not one block from '{First}' to '{Last}'");
        var text = string.Concat(lines[1..^1]);
        var bytes = new byte[text.Length];
        return text.All(c => c is > ' ' and <= '~') && Convert.TryFromBase64String(text, bytes, out var length)
            ? bytes[..length] : throw new MalformedSshException("its armour is not base64");
    }

    private static byte[] Prefixed(ReadOnlySpan<byte> bytes)
    {
        var prefixed = new byte[4 + bytes.Length];
        BinaryPrimitives.WriteUInt32BigEndian(prefixed, (uint)bytes.Length);
        bytes.CopyTo(prefixed.AsSpan(4));
        return prefixed;
    }
}

namespace ImgRep.Trust.OpenPgp;

/// <summary>The one key of a key file: what its packets say before anybody has checked their signatures.</summary>
/// <param name="Bytes">Its packets without armour, as they stand in a key ring.</param>
/// <param name="KeyIds">The ends of its own and its subkeys' fingerprints, 16 hexadecimal digits each.</param>
public sealed record PublicKey(Fingerprint Fingerprint, ReadOnlyMemory<byte> Bytes, IReadOnlyList<string> KeyIds)
{
    /// <summary>Armoured. Keys with many certifications and a photo stay below it.</summary>
    public const int LargestFile = 1 << 20;

    /// <exception cref="MalformedOpenPgpException">It is not exactly one public key of version 4.</exception>
    public static PublicKey Parse(ReadOnlySpan<byte> armored)
    {
        if (armored.Length > LargestFile)
            throw new MalformedOpenPgpException($"it has {armored.Length} bytes, more than {LargestFile}");
        if (armored.StartsWith("-----BEGIN PGP PRIVATE KEY"u8))
            throw Secret();
        var bytes = Armor.Decode(armored, Armor.PublicKey);
        var packets = Packet.ReadAll(bytes);
        if (packets.Exists(packet => packet.Tag is PacketTag.SecretKey or PacketTag.SecretSubkey))
            throw Secret();
        if (packets[0].Tag != PacketTag.PublicKey)
            throw new MalformedOpenPgpException($"it begins with {packets[0].Tag}, expected a public key");
        if (packets.Count(packet => packet.Tag == PacketTag.PublicKey) is var count and > 1)
            throw new MalformedOpenPgpException($"it holds {count} keys, expected one");
        if (packets.Find(packet => !IsPartOfKey(packet.Tag)) is { } stranger)
            throw new MalformedOpenPgpException($"it holds {stranger.Tag}, which is no part of a public key");
        var keys = packets.Where(packet => packet.Tag is PacketTag.PublicKey or PacketTag.PublicSubkey).Select(packet => FingerprintOf(packet.Body.Span)).ToList();
        var ids = keys.Select(key => key.Hex[24..]).ToList();
        if (ids.GroupBy(id => id).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new MalformedOpenPgpException($"it holds the key {twice.Key} twice");
        return new PublicKey(keys[0], bytes, ids);
    }

    private static MalformedOpenPgpException Secret() => new("it holds a secret key: remove it at once, and revoke the key if others could read it");

    private static bool IsPartOfKey(PacketTag tag) =>
        tag is PacketTag.PublicKey or PacketTag.PublicSubkey or PacketTag.UserId or PacketTag.UserAttribute or PacketTag.Signature;

    private static Fingerprint FingerprintOf(ReadOnlySpan<byte> body) => body switch
    {
        [4, _, _, _, _, _, ..] when body.Length <= ushort.MaxValue => Fingerprint.Compute(body),
        [var version, ..] => throw new MalformedOpenPgpException($"it is a key of version {version}, expected version 4"),
        _ => throw new MalformedOpenPgpException("it holds an empty key"),
    };
}

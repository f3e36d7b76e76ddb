using System.Globalization;
using System.Text;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Tests.Trust;

/// <summary>What gpg has written, in tests/vectors/openpgp: files that begin with <c>bad-</c> must not be accepted.</summary>
public class OpenPgpTests
{
    private const string Alice = "ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9";

    [Theory]
    [InlineData("plain.gpg")]
    [InlineData("zip.gpg")]
    [InlineData("zlib.gpg")]
    public void A_message_holds_its_bytes_and_one_signature(string file)
    {
        var message = SignedData.OfMessage(Vector(file));
        message.Data.ToArray().ShouldBe(Vector("data"));
        message.Signature.KeyIds.ShouldBe([Alice[24..]]);
    }

    [Fact]
    public void A_detached_signature_becomes_the_same_message_as_an_inline_one()
    {
        var detached = SignedData.OfDetached(Vector("data"), Vector("detached.asc"));
        var again = SignedData.OfMessage(Message(detached));
        again.Data.ToArray().ShouldBe(Vector("data"));
        again.Signature.Bytes.ToArray().ShouldBe(detached.Signature.Bytes.ToArray());
    }

    [Fact]
    public void A_key_stands_once_in_its_file()
    {
        var lines = Encoding.ASCII.GetString(Vector("key.asc")).Split('\n');
        var body = Convert.FromBase64String(string.Concat(lines.SkipWhile(line => line.Length > 0).TakeWhile(line => !line.StartsWith('=') && !line.StartsWith('-'))));
        // The packet of the primary key once more, as that of a subkey: tag 14 instead of 6.
        byte[] twice = [.. body, (byte)(body[0] + 0x20), .. body[1..(body[1] + 2)]];
        Should.Throw<MalformedOpenPgpException>(() => PublicKey.Parse(Encoding.ASCII.GetBytes($"{lines[0]}\n\n{Convert.ToBase64String(twice)}\n-----END PGP "
            + "PUBLIC KEY BLOCK-----\n")))
            .Message.ShouldBe($"it holds the key {Alice[24..]} twice");
    }

    private static byte[] Message(SignedData signed) => [.. signed.MessageParts().SelectMany(part => part.ToArray())];

    [Theory]
    [InlineData("bad-armoured.gpg", "it is armoured or cleartext: an image's signature is a binary message (gpg --sign without --armor)")]
    [InlineData("bad-cleartext.gpg", "it is armoured or cleartext: an image's signature is a binary message (gpg --sign without --armor)")]
    [InlineData("bad-bzip2.gpg", "it is compressed by something else than zip or zlib (gpg --compress-algo none)")]
    [InlineData("bad-concatenated.gpg", "it is no message with exactly one signature: its packets are OnePassSignature, Literal, Signature, OnePassSignature, Literal, Signature")]
    [InlineData("bad-two-signers.gpg", "it is no message with exactly one signature: its packets are OnePassSignature, OnePassSignature, Literal, Signature, Signature")]
    [InlineData("bad-detached.gpg", "it is a detached signature: the signed bytes must be inside (gpg --sign)")]
    [InlineData("bad-empty.gpg", "it is empty")]
    [InlineData("bad-json.gpg", "it holds bytes that are no OpenPGP packet")]
    [InlineData("bad-truncated.gpg", "it is truncated: a packet is longer than what is there")]
    [InlineData("bad-bomb.gpg", "it is compressed from more than 65536 bytes")]
    [InlineData("bad-text.gpg", "its data is not marked as binary, or truncated")]
    [InlineData("bad-unsigned.gpg", "it is no message with exactly one signature: its packets are Literal")]
    public void What_is_no_message_with_one_signature_is_refused(string file, string problem) =>
        Should.Throw<MalformedOpenPgpException>(() => SignedData.OfMessage(Vector(file))).Message.ShouldBe(problem);

    [Theory]
    [InlineData("bad-binary.asc", "it is not armoured text: the first line must be -----BEGIN PGP SIGNATURE-----")]
    [InlineData("bad-checksum.asc", "the checksum of its armour is wrong")]
    [InlineData("bad-cleartext.asc", "its first line is '-----BEGIN PGP SIGNED MESSAGE-----', expected '-----BEGIN PGP SIGNATURE-----'")]
    [InlineData("bad-truncated.asc", "its last line is 'iIgEABYIADAWIQSt3kCqPgjH1arMO64KX5CNbwWGuQUCawXcQxIcYWxpY2VA...', expected '-----END PGP SIGNATURE-----'")]
    [InlineData("bad-two-blocks.asc", "it holds more than one armoured block")]
    [InlineData("bad-two-signatures.asc", "it is not exactly one signature: its packets are Signature, Signature")]
    [InlineData("key.asc", "its first line is '-----BEGIN PGP PUBLIC KEY BLOCK-----', expected '-----BEGIN PGP SIGNATURE-----'")]
    public void What_is_no_detached_signature_is_refused(string file, string problem) =>
        Should.Throw<MalformedOpenPgpException>(() => SignedData.OfDetached(Vector("data"), Vector(file))).Message.ShouldBe(problem);

    [Fact]
    public void Oversized_messages_are_refused_before_they_are_read() =>
        Should.Throw<MalformedOpenPgpException>(() => SignedData.OfMessage(new byte[70_000])).Message.ShouldBe("it has 70000 bytes, more than 65536");

    [Fact]
    public void A_key_file_holds_one_key()
    {
        var key = PublicKey.Parse(Vector("key.asc"));
        key.Fingerprint.Hex.ShouldBe(Alice);
        key.KeyIds.ShouldBe([Alice[24..]]);
    }

    [Theory]
    [InlineData("bad-two-keys.asc", "it holds 2 keys, expected one")]
    [InlineData("bad-two-key-blocks.asc", "it holds more than one armoured block")]
    [InlineData("bad-secret-key.asc", "it holds a secret key: remove it at once, and revoke the key if others could read it")]
    [InlineData("detached.asc", "its first line is '-----BEGIN PGP SIGNATURE-----', expected '-----BEGIN PGP PUBLIC KEY BLOCK-----'")]
    public void What_is_not_one_key_is_refused(string file, string problem) =>
        Should.Throw<MalformedOpenPgpException>(() => PublicKey.Parse(Vector(file))).Message.ShouldBe(problem);

    [Theory]
    [InlineData("", "its first line is '', expected '-----BEGIN PGP SIGNATURE-----'")]
    [InlineData("\n\n", "its first line is '', expected '-----BEGIN PGP SIGNATURE-----'")]
    [InlineData("-----BEGIN PGP SIGNATURE-----\niA==\n-----END PGP SIGNATURE-----\n", "its armour has no empty line after its headers")]
    [InlineData("-----BEGIN PGP SIGNATURE-----\nMood: good\n\niA==\n-----END PGP SIGNATURE-----\n", "its armour has no empty line after its headers")]
    [InlineData("-----BEGIN PGP SIGNATURE-----\nComment: good\n\niA=\n-----END PGP SIGNATURE-----\n", "its armour is not base64")]
    [InlineData("-----BEGIN PGP SIGNATURE-----\n\n-----END PGP SIGNATURE-----\n", "it is empty")]
    public void Broken_armour_is_refused(string armored, string problem) =>
        Should.Throw<MalformedOpenPgpException>(() => SignedData.OfDetached(Vector("data"), Encoding.ASCII.GetBytes(armored))).Message.ShouldBe(problem);

    /// <summary>Packets by hand: a tag, and the body in hexadecimal digits.</summary>
    [Theory]
    [InlineData("2:03000000", "it is a signature of version 3, expected version 4")]
    [InlineData("2:", "it is a signature of version 0, expected version 4")]
    [InlineData("2:04010000", "it is a signature of type 0x01, expected 0x00, a signature of binary data")]
    [InlineData("2:0400160800000000", "it does not say which key made it")]
    [InlineData("2:04001608", "it is truncated: its subpackets are longer than what is there")]
    [InlineData("2:0400160800090910", "it is truncated: its subpackets are longer than what is there")]
    [InlineData("2:04001608000209100000", "it is truncated: a subpacket is longer than what is there")]
    [InlineData("2:0400160800010000", "it is truncated: a subpacket is longer than what is there")]
    [InlineData("2:040016080006FF80000001100000", "it is truncated: a subpacket is longer than what is there")]
    [InlineData("2:04001608000A0910ADDE40AA3E08C7D50000", null)]
    [InlineData("2:04001608000A0990ADDE40AA3E08C7D50000", null)]
    [InlineData("2:0400160800000017162104ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9", null)]
    [InlineData("2:0400160800000017162105ADDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9", "it does not say which key made it")]
    [InlineData("2:04001608000000171621", "it is truncated: its subpackets are longer than what is there")]
    public void A_signature_says_of_what_kind_it_is_and_whose(string packets, string? problem) =>
        ProblemOf(() => SignedData.OfDetached(Vector("data"), Armored("SIGNATURE", packets))).ShouldBe(problem);

    [Theory]
    [InlineData("13:61", "it begins with UserId, expected a public key")]
    [InlineData("6:040000000016 13:61 11:6200", "it holds Literal, which is no part of a public key")]
    [InlineData("6:030000000016", "it is a key of version 3, expected version 4")]
    [InlineData("6:060000000016", "it is a key of version 6, expected version 4")]
    [InlineData("6:04000000", "it is a key of version 4, expected version 4")]
    [InlineData("6:", "it holds an empty key")]
    [InlineData("6:040000000016 14:050000000016", "it is a key of version 5, expected version 4")]
    [InlineData("5:040000000016", "it holds a secret key: remove it at once, and revoke the key if others could read it")]
    [InlineData("6:040000000016 7:040000000016", "it holds a secret key: remove it at once, and revoke the key if others could read it")]
    [InlineData("6:040000000016 14:040000000017 13:61 17:61 2:04", null)]
    public void A_key_file_has_the_parts_of_a_key(string packets, string? problem) =>
        ProblemOf(() => PublicKey.Parse(Armored("PUBLIC KEY BLOCK", packets))).ShouldBe(problem);

    [Fact]
    public void Oversized_keys_are_refused_before_they_are_read() =>
        ProblemOf(() => PublicKey.Parse(new byte[PublicKey.LargestFile + 1])).ShouldBe($"it has {PublicKey.LargestFile + 1} bytes, more than {PublicKey.LargestFile}");

    [Theory]
    [InlineData("8:01FFFF", "its compressed data is damaged")]
    [InlineData("8:", "it is compressed by something else than zip or zlib (gpg --compress-algo none)")]
    [InlineData("4:03 11:62 2:04", "its data is not marked as binary, or truncated")]
    [InlineData("4:03 11:6205000000 2:04", "its data is not marked as binary, or truncated")]
    public void A_message_has_its_data_whole(string packets, string problem) => ProblemOf(() => SignedData.OfMessage(Packets(packets))).ShouldBe(problem);

    private static string? ProblemOf(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (MalformedOpenPgpException malformed)
        {
            return malformed.Message;
        }
    }

    private static byte[] Armored(string kind, string packets) =>
        Encoding.ASCII.GetBytes($"-----BEGIN PGP {kind}-----\n\n{Convert.ToBase64String(Packets(packets))}\n-----END PGP {kind}-----\n");

    private static byte[] Packets(string packets) => [.. packets.Split(' ').Select(packet => packet.Split(':'))
        .SelectMany(packet => (byte[])[(byte)(0xC0 | int.Parse(packet[0], CultureInfo.InvariantCulture)), (byte)(packet[1].Length / 2), .. Convert.FromHexString(packet[1])])];

    [Theory]
    [InlineData("VALIDSIG {key} 2026-11-24 1795544658 0 4 0 22 8 00")]
    [InlineData("VALIDSIG short 2026-11-24 1795544658 0 4 0 22 8 00 {key}")]
    [InlineData("VALIDSIG {key} 2026-11-24 1795544658 0 4 0 22 8 00 short")]
    [InlineData("VALIDSIG {key} 2026-11-24 yesterday 0 4 0 22 8 00 {key}")]
    [InlineData("VALIDSIG {key} 2026-11-24 1795544658 0 4 0 22 weak 00 {key}")]
    [InlineData("NOTATION_NAME x")]
    public void A_report_that_says_no_more_than_good_is_not_believed(string line) => GnupgStatus.Parse([
        "[GNUPG:] FILE_START 1 one", "[GNUPG:] GOODSIG 0A5F908D6F0586B9 alice", $"[GNUPG:] {line.Replace("{key}", Alice, StringComparison.Ordinal)}", "[GNUPG:] FILE_DONE",
    ])["one"].State.ShouldBe(SignatureState.Unusable);

    [Theory]
    [InlineData("ADDE 40AA 3E08 C7D5 AACC  3BAE 0A5F 908D 6F05 86B9", true)]
    [InlineData("adde40aa3e08c7d5aacc3bae0a5f908d6f0586b9", true)]
    [InlineData("0A5F908D6F0586B9", false)]
    [InlineData("GDDE40AA3E08C7D5AACC3BAE0A5F908D6F0586B9", false)]
    [InlineData(null, false)]
    public void A_fingerprint_is_whole(string? text, bool isOne)
    {
        Fingerprint.TryParse(text, out var fingerprint).ShouldBe(isOne);
        fingerprint?.Hex.ShouldBe(Alice);
        if (!isOne)
            Should.Throw<FormatException>(() => Fingerprint.Parse(text!));
    }

    [Fact]
    public void No_bytes_whatsoever_break_the_readers()
    {
        var random = new Random(5);
        string[] files = ["plain.gpg", "zip.gpg", "zlib.gpg", "detached.asc", "key.asc", "bad-two-signers.gpg", "bad-bomb.gpg"];
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = Vector(files[round % files.Length]);
            for (var change = random.Next(4); change >= 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                bytes = bytes[..random.Next(bytes.Length)];
            Survives(() => SignedData.OfMessage(bytes).MessageParts());
            Survives(() => SignedData.OfDetached(bytes, bytes));
            Survives(() => PublicKey.Parse(bytes));
        }
    }

    [Fact]
    public void A_report_is_for_one_file_and_one_signature()
    {
        var reports = GnupgStatus.Parse($"""
            gpg: [GNUPG:] GOODSIG not a status line
            [GNUPG:] FILE_START 1 /tmp/a b
            [GNUPG:] NEWSIG alice@example.org
            [GNUPG:] GOODSIG 0A5F908D6F0586B9 alice
            [GNUPG:] VALIDSIG {Alice} 2026-11-24 1795544658 0 4 0 22 8 00 {Alice}
            [GNUPG:] FILE_DONE
            [GNUPG:] FILE_START 1 two
            [GNUPG:] GOODSIG 0A5F908D6F0586B9 alice
            [GNUPG:] VALIDSIG {Alice} 2026-11-24 1795544658 0 4 0 22 8 00 {Alice}
            [GNUPG:] GOODSIG 0A5F908D6F0586B9 alice
            [GNUPG:] FILE_DONE
            [GNUPG:] FILE_START 1 none
            [GNUPG:] NODATA 4
            [GNUPG:] FILE_DONE
            [GNUPG:] FILE_START 1 bad
            [GNUPG:] BADSIG 0A5F908D6F0586B9 alice
            [GNUPG:] FILE_DONE
            [GNUPG:] FILE_START 1 unfinished
            [GNUPG:] GOODSIG 0A5F908D6F0586B9 alice
            """.Split('\n'));
        reports["/tmp/a b"].ShouldBe(new SignatureReport(
            SignatureState.Good, Fingerprint.Parse(Alice), Fingerprint.Parse(Alice), DateTimeOffset.FromUnixTimeSeconds(1795544658), 8));
        reports["two"].State.ShouldBe(SignatureState.Unusable);
        reports["none"].State.ShouldBe(SignatureState.Unusable);
        reports["bad"].State.ShouldBe(SignatureState.Bad);
        reports.ShouldNotContainKey("unfinished");
    }

    private static void Survives(Action read)
    {
        try
        {
            read();
        }
        catch (MalformedOpenPgpException refusal)
        {
            refusal.Message.ShouldNotBeEmpty();
        }
    }

    private static byte[] Vector(string file) => File.ReadAllBytes(ProjectFolder.PathOf($"tests/vectors/openpgp/{file}"));
}

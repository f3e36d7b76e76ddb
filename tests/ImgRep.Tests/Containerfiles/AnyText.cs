using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ImgRep.Tests.Containerfiles;

/// <summary>Generators of text that is, or almost is, a Containerfile.</summary>
internal static class AnyText
{
    private static readonly byte[][] Fragments =
    [
        .. new[]
        {
            "\n", "\n", "\n", "\r\n", "\r", " ", "\t", "\v", "\u00a0", "\\", "\\\n", "\\ \n", "`", "#", "# escape=`\n", "# syntax=x\n", "\uFEFF", "\0", "\u2028",
            "FROM ", "scratch", " AS ", "a", "b", "FROM scratch\n", "ARG ", "ENV ", "LABEL ", "RUN ", "COPY ", "ADD ", "WORKDIR ", "USER ", "CMD ", "ENTRYPOINT ",
            "SHELL ", "EXPOSE ", "VOLUME ", "STOPSIGNAL ", "HEALTHCHECK ", "ONBUILD ", "MAINTAINER ", "from ", "--", "--from=", "--mount=", "--chmod=", "--link",
            "--checksum=", "type=bind,", "target=/x", "[", "]", "\"", "'", "{", "}", ",", ":", "/", "%", "$", "${", "${a", "${a:-", "${a//", "?", "*", "<<EOF", "<<-",
            "<<", "<", "EOF", "EOF\n", "3", "=", "a=b", "a=$a$a$a", "1-65535", "0", "-", "+", "@sha256:", "https://x/y", "\u00e9", "\U0001F600",
        }.Select(Encoding.UTF8.GetBytes),
        [0xff], [0xc3], [0xed, 0xa0, 0x80],
    ];

    public static Arbitrary<byte[]> Bytes => ArbMap.Default.ArbFor<byte[]>();

    /// <summary>Pieces of the language in any order.</summary>
    public static Arbitrary<byte[]> Pieces =>
        Gen.Elements(Fragments).ListOf().Select(pieces => pieces.SelectMany(piece => piece).ToArray()).ToArbitrary();

    /// <summary>Vectors with bytes removed, doubled and replaced by pieces.</summary>
    public static Arbitrary<byte[]> Mutations
    {
        get
        {
            var vectors = Vectors.Names.Select(Vectors.Text).ToArray();
            var change = from at in Gen.Choose(0, 100_000)
                         from length in Gen.Choose(0, 6)
                         from piece in Gen.Elements(Fragments)
                         select (At: at, Length: length, Piece: piece);
            return (from vector in Gen.Elements(vectors)
                    from changes in change.ListOf()
                    select changes.Take(8).Aggregate(vector, (text, next) => Mutate(text, next.At, next.Length, next.Piece))).ToArbitrary();
        }
    }

    private static byte[] Mutate(byte[] text, int at, int length, byte[] piece)
    {
        at %= text.Length + 1;
        return [.. text[..at], .. piece, .. text[Math.Min(text.Length, at + length)..]];
    }
}

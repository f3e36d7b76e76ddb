using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ImgRep.Primitives;

namespace ImgRep.Tests.Primitives;

public class DigestTests
{
    private const string Hex = "0123456789abcdef00000000000000000000000000000000fedcba9876543210";

    [Fact]
    public void It_is_written_as_it_was_read()
    {
        Digest.TryParseHex(Hex, out var digest).ShouldBeTrue();
        digest.Hex.ShouldBe(Hex);
        digest.ToString().ShouldBe("sha256:" + Hex);
        Digest.Parse("sha256:" + Hex).ShouldBe(digest);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123456789ABCDEF00000000000000000000000000000000fedcba9876543210")]
    [InlineData("0123456789abcdef00000000000000000000000000000000fedcba987654321")]
    [InlineData("0123456789abcdef00000000000000000000000000000000fedcba98765432100")]
    [InlineData("0123456789abcdef00000000000000000000000000000000fedcba987654321g")]
    [InlineData("0123456789abcdef00000000000000000000000000000000fedcba987654321\u0130")]
    public void What_is_not_64_small_hexadecimal_digits_is_no_digest(string hex)
    {
        Digest.TryParseHex(hex, out _).ShouldBeFalse();
        Digest.TryParseHex(Encoding.UTF8.GetBytes(hex), out _).ShouldBeFalse();
    }

    [Fact]
    public void Digests_are_ordered_and_equal_as_their_digits_are() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<byte[], byte[]>((one, other) =>
        {
            var (first, second) = (Digest.Compute(one), Digest.Compute(other));
            Math.Sign(first.CompareTo(second)).ShouldBe(Math.Sign(string.CompareOrdinal(first.Hex, second.Hex)));
            (first == second).ShouldBe(first.Hex == second.Hex);
        }));
}

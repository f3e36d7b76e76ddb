using System.Text;
using ImgRep.Images.Artifacts;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Tests.Images;

public class SharedRecordTests
{
    private static readonly Digest Recipe = Digest.Compute("recipe"u8);
    private static readonly SharedRecord Record = new(
        Recipe, "zlib", "gcc", new Descriptor(MediaTypes.Manifest, Digest.Compute("image"u8), 401), "embedded 0.1.0 (bwrap)", "ann@node7",
        new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(12.25))
    {
        Job = "imgrep-1-17",
        Size = 1 << 20,
        Memory = 1L << 33,
        Processor = TimeSpan.FromSeconds(40.5),
    };

    [Fact]
    public void A_record_is_read_as_it_was_written() => SharedRecord.Parse(Record.ToManifest().AsMemory(), "it").ShouldBe(Record);

    [Fact]
    public void What_nobody_knows_is_left_out()
    {
        var sparse = Record with { Route = null, Job = null, Memory = null, Processor = null };
        Encoding.UTF8.GetString(sparse.ToManifest().AsSpan()).ShouldNotContain("memory");
        SharedRecord.Parse(sparse.ToManifest().AsMemory(), "it").ShouldBe(sparse);
    }

    [Fact]
    public void That_a_build_went_on_from_steps_of_others_is_said()
    {
        var continued = Record with { IsContinued = true };
        SharedRecord.Parse(continued.ToManifest().AsMemory(), "it").ShouldBe(continued);
        Encoding.UTF8.GetString(Record.ToManifest().AsSpan()).ShouldNotContain("continued");
    }

    [Fact]
    public void The_bytes_of_a_record_do_not_change() => Record.OwnTag().ShouldBe($"record-{Recipe.Hex}-1852ca07dd1367fa");

    [Theory]
    [InlineData("application/vnd.imgrep.record.v1", "application/vnd.imgrep.source.v1")]
    [InlineData("imgrep.recipe", "imgrep.receipt")]
    [InlineData("\"12.250\"", "\"-1\"")]
    [InlineData("\"12.250\"", "\"NaN\"")]
    [InlineData("\"12.250\"", "\"1e400\"")]
    [InlineData("\"12.250\"", "\"-Infinity\"")]
    [InlineData("\"8589934592\"", "\"9223372036854775807\"")]
    [InlineData("\"8589934592\"", "\"99999999999999999999\"")]
    [InlineData("2026-11-30", "yesterday")]
    [InlineData("sha256:", "sha512:")]
    [InlineData("\"subject\"", "\"object\"")]
    public void What_is_no_record_is_refused(string old, string changed)
    {
        var text = Encoding.UTF8.GetString(Record.ToManifest().AsSpan()).Replace(old, changed, StringComparison.Ordinal);
        Should.Throw<RejectedInputException>(() => SharedRecord.Parse(Encoding.UTF8.GetBytes(text), "it"));
    }
}

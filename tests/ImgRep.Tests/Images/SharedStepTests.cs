using System.Text;
using ImgRep.Images.Artifacts;
using ImgRep.Images.Configuration;
using ImgRep.Primitives;

namespace ImgRep.Tests.Images;

public class SharedStepTests
{
    private static readonly Digest Key = Digest.Compute("key"u8);
    private static readonly Digest Below = Digest.Compute("below"u8);

    private static readonly SharedStep Step = new(
        Key, Below, Digest.Compute("result"u8), "gcc", 12, SharedStep.OfListing("d 755 0 0 0 - /\n"u8), new LayerDescriptor(Digest.Compute("contents"u8), 1024),
        "embedded 0.1.0 (bwrap)", "ann@node7", new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(3600.25))
    {
        Job = "imgrep-1-17",
    };

    [Fact]
    public void A_step_is_read_as_it_was_written()
    {
        SharedStep.Parse(Step.ToManifest().AsMemory(), "it").ShouldBe(Step);
        var elsewhere = Step with { Job = null };
        SharedStep.Parse(elsewhere.ToManifest().AsMemory(), "it").ShouldBe(elsewhere);
    }

    [Fact]
    public void The_bytes_of_a_step_do_not_change() =>
        Digest.Compute(Step.ToManifest().AsSpan()).Hex[..16].ShouldBe("fc0dd119003c6036");

    /// <summary>As long as tags may be, and another one for another result below.</summary>
    [Fact]
    public void A_tag_depends_on_all_that_a_step_saw()
    {
        SharedStep.TagOf(Key, Below).ShouldBe("step-fb66279712559e235661e9c71f390f51d89630b62ff7754b55323a6e886ca04e");
        SharedStep.TagOf(Below, Key).ShouldNotBe(SharedStep.TagOf(Key, Below));
    }

    [Theory]
    [InlineData("application/vnd.imgrep.step.v1\",\"config", "application/vnd.imgrep.record.v1\",\"config")]
    [InlineData("imgrep.step\"", "imgrep.stop\"")]
    [InlineData("imgrep.below", "imgrep.above")]
    [InlineData("imgrep.result", "imgrep.outcome")]
    [InlineData("\"3600.250\"", "\"1e400\"")]
    [InlineData("image.layer.v1.tar\"", "image.layer.v1.tar+gzip\"")]
    [InlineData("\"layers\":[", "\"layers\":[],\"other\":[")]
    [InlineData("\"size\":1024", "\"size\":-1")]
    public void What_is_no_step_is_refused(string old, string changed)
    {
        var text = Encoding.UTF8.GetString(Step.ToManifest().AsSpan());
        text.ShouldContain(old);
        Should.Throw<RejectedInputException>(() => SharedStep.Parse(Encoding.UTF8.GetBytes(text.Replace(old, changed, StringComparison.Ordinal)), "it"));
    }
}

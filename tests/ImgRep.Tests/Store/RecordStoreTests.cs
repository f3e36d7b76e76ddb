using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Tests.Store;

public sealed class RecordStoreTests : IDisposable
{
    private static readonly Digest Recipe = Digest.Compute("recipe"u8);
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-records-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void What_a_session_built_counts_for_it_whatever_others_make_of_the_recipe_meanwhile()
    {
        using var one = new ContentStore(folder);
        using var other = new ContentStore(folder);
        one.Records.Add(RecordOf("one"));
        other.Records.Add(RecordOf("other"));
        one.Records.Find(Recipe)!.Image.ShouldBe(Digest.Compute("one"u8));
        other.Records.Find(Recipe)!.Image.ShouldBe(Digest.Compute("other"u8));
        using var later = new ContentStore(folder);
        later.Records.Find(Recipe)!.Image.ShouldBe(Digest.Compute("other"u8));
        later.Records.FindOfSession(Recipe).ShouldBeNull();
    }

    [Fact]
    public void A_record_that_is_removed_counts_for_its_session_neither()
    {
        using var one = new ContentStore(folder);
        one.Records.Add(RecordOf("one"));
        one.Records.Remove(one.Records.Find(Recipe)!);
        one.Records.Find(Recipe).ShouldBeNull();
    }

    private static BuildRecord RecordOf(string image) =>
        new(Recipe, "app", null, Digest.Compute(System.Text.Encoding.UTF8.GetBytes(image)), "embedded", DateTimeOffset.UnixEpoch, TimeSpan.Zero);
}

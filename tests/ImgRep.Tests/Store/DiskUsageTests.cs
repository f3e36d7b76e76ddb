using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;

namespace ImgRep.Tests.Store;

public sealed class DiskUsageTests : IDisposable
{
    private const int Size = 1 << 20;
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-usage-").FullName;

    public void Dispose() => TemporaryFolders.Remove(folder);

    [Fact]
    public void A_link_is_not_followed()
    {
        File.CreateSymbolicLink(Path.Combine(folder, "everything"), "/");
        File.CreateSymbolicLink(Path.Combine(folder, "round"), ".");
        Usage().ShouldBeLessThan(Size);
    }

    [Fact]
    public void A_file_of_two_names_counts_once()
    {
        Write("one");
        FileSystem.HardLink(HostPath.Parse(Path.Combine(folder, "one")), HostPath.Parse(Path.Combine(folder, "two")));
        Usage().ShouldBeInRange(Size, Size + (Size / 2));
    }

    [Fact]
    public void A_hole_takes_no_room()
    {
        using (var file = File.Create(Path.Combine(folder, "sparse")))
            file.SetLength(3L << 40);
        Usage().ShouldBeLessThan(Size);
    }

    [Fact]
    public void Names_that_are_no_text_and_paths_that_are_longer_than_the_kernel_takes_count()
    {
        var path = HostPath.Parse(folder) / Name([(byte)'a', 0xFF]);
        FileSystem.MakeDirectory(path);
        for (var i = 0; i < 60; i++)
            FileSystem.MakeDirectory(path /= Name([.. Enumerable.Repeat((byte)'d', 200)]));
        using (var file = FileSystem.Create(path / Name([(byte)'f', 0xFF])))
            file.Write(new byte[Size]);
        Usage().ShouldBeGreaterThanOrEqualTo(Size);
        FileSystem.List(path).Count.ShouldBe(1);
    }

    [Fact]
    public void Looking_ends_when_it_is_interrupted() =>
        Should.Throw<OperationCanceledException>(() => DiskUsage.Measure(HostPath.Parse("/"), new CancellationToken(canceled: true)));

    private long Usage() => DiskUsage.Measure(HostPath.Parse(folder), CancellationToken.None);

    private void Write(string name) => File.WriteAllBytes(Path.Combine(folder, name), [.. Enumerable.Repeat((byte)1, Size)]);

    private static FileName Name(byte[] bytes)
    {
        FileName.TryOf(bytes, out var name).ShouldBeTrue();
        return name;
    }
}

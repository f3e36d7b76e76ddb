using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Tests.Store;

public sealed class FolderHashesTests : IDisposable
{
    private const int Size = 1 << 20;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2.1);
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-hashes-").FullName;

    private string File => Path.Combine(folder, "file");

    private string Index => Path.Combine(folder, "index");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_with_other_bytes_of_the_same_length_and_time_is_read_again()
    {
        Write(1);
        await Task.Delay(Settled);
        var written = System.IO.File.GetLastWriteTimeUtc(File);
        Hash().ShouldBe(Of(1));
        System.IO.File.Exists(Index).ShouldBeTrue();
        Write(2);
        System.IO.File.SetLastWriteTimeUtc(File, written);
        Hash().ShouldBe(Of(2));
    }

    [Fact]
    public async Task A_known_file_is_not_read_again()
    {
        Write(1);
        await Task.Delay(Settled);
        Hash();
        var status = FileSystem.Status(HostPath.Parse(File));
        System.IO.File.Delete(File);
        FolderHashes.Open(Index).HashOf(HostPath.Parse(File), status).ShouldBe(Of(1));
    }

    [Fact]
    public void A_file_that_has_just_changed_is_not_remembered()
    {
        Write(1);
        Hash().ShouldBe(Of(1));
        System.IO.File.Exists(Index).ShouldBeFalse();
    }

    [Fact]
    public async Task A_damaged_index_counts_as_none()
    {
        Write(1);
        await Task.Delay(Settled);
        Hash();
        var index = await System.IO.File.ReadAllTextAsync(Index);
        await System.IO.File.WriteAllTextAsync(Index, index.Replace(Of(1).Hex, Of(2).Hex, StringComparison.Ordinal));
        Hash().ShouldBe(Of(1));
    }

    private void Write(byte value) => System.IO.File.WriteAllBytes(File, Bytes(value));

    private Digest Hash()
    {
        var hashes = FolderHashes.Open(Index);
        var digest = hashes.HashOf(HostPath.Parse(File), FileSystem.Status(HostPath.Parse(File)));
        hashes.Save();
        return digest;
    }

    private static Digest Of(byte value) => Digest.Compute(Bytes(value));

    private static byte[] Bytes(byte value) => [.. Enumerable.Repeat(value, Size)];
}

using ImgRep.Files;
using ImgRep.Host;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Tests.Store;

public sealed class ContextFolderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-context-").FullName;

    public void Dispose() => TemporaryFolders.Remove(folder);

    [Fact]
    public async Task Files_that_come_and_go_while_they_are_read_are_there_or_not_or_the_machine_is_to_blame()
    {
        for (var i = 0; i < 50; i++)
            await File.WriteAllTextAsync(PathOf($"f{i}"), $"{i}");
        using var end = new CancellationTokenSource();
        var changes = Task.Run(() =>
        {
            for (var i = 0; !end.IsCancellationRequested; i = (i + 7) % 50)
            {
                File.Delete(PathOf($"f{i}"));
                File.WriteAllText(PathOf($"f{i}"), "x");
            }
        });
        for (var i = 0; i < 100; i++)
        {
            if (Record.Exception(() => Read()) is { } failure)
                failure.ShouldBeOfType<EnvironmentException>();
        }
        await end.CancelAsync();
        await changes;
    }

    [Fact]
    public void A_file_that_is_longer_than_any_image_holds_is_refused_and_not_read()
    {
        using (var file = File.Create(PathOf("sparse")))
            file.SetLength(3L << 40);
        Should.Throw<RejectedInputException>(() => Read()).Diagnostics.Single().Message.ShouldBe("a file has 3298534883328 bytes, more than 64 GiB");
    }

    [Fact]
    public void Folders_that_no_path_could_name_are_refused()
    {
        var path = HostPath.Parse(folder);
        for (var i = 0; i < 2100; i++)
            FileSystem.MakeDirectory(path /= FileName.Parse("d"));
        Should.Throw<RejectedInputException>(() => Read()).Diagnostics.Single().Message.ShouldBe("folders are nested more than 2048 deep");
    }

    [Fact]
    public void A_file_that_has_grown_gives_what_was_hashed_and_no_more()
    {
        File.WriteAllText(PathOf("file"), "0123456789");
        var content = new DiskFile(HostPath.Parse(PathOf("file")), 0, 10, Digest.Compute("0123456789"u8));
        using var reader = new StreamReader(content.Open());
        File.AppendAllText(PathOf("file"), "and more");
        reader.ReadToEnd().ShouldBe("0123456789");
        new DiskFile(HostPath.Parse(PathOf("file")), 0, 10, expected: null).Digest.ShouldBe(Digest.Compute("0123456789"u8));
    }

    [Fact]
    public void A_file_that_has_shrunk_has_no_hash()
    {
        File.WriteAllText(PathOf("file"), "0123");
        Should.Throw<DamagedStoreException>(() => new DiskFile(HostPath.Parse(PathOf("file")), 0, 10, expected: null).Digest);
    }

    private FileTree Read() => ContextFolder.Read(folder, _ => false, FolderHashes.Open(PathOf("index")));

    private string PathOf(string name) => Path.Combine(folder, name);
}

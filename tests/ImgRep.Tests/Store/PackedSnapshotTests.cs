using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Primitives;

namespace ImgRep.Tests.Store;

/// <summary>What a step changed, as two files that another machine unpacks.</summary>
public sealed class PackedSnapshotTests : IDisposable
{
    private static readonly FileNode One = new(new Metadata(Modes.Octal("4755"), 5, 7, ModifiedAt: 1234567890), new MemoryContent([.. "one"u8]));

    private static readonly LayerDirectory Layer = Directory(
        ("a", new LayerLeaf(One)), ("b", new LayerLeaf(One with { Metadata = Metadata.DefaultFile })), ("gone", new LayerWhiteout()),
        ("folder", Directory(
            ("c", new LayerLeaf(new FileNode(Metadata.DefaultFile, new MemoryContent([.. "three"u8])))), ("\ud83d\ude00 x", new LayerWhiteout())) with
        { IsOpaque = true }));

    private readonly string folder = System.IO.Directory.CreateTempSubdirectory("imgrep-packed-").FullName;

    private string Files => Path.Combine(folder, "step");

    private static Digest Result => LayerListing.DigestOf(Layer);

    public void Dispose() => System.IO.Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_layer_arrives_with_all_that_it_says_and_each_content_once()
    {
        var contents = PackedSnapshot.Write(Layer, Files, CancellationToken.None);
        var arrived = PackedSnapshot.Read(Files, contents, Result, CancellationToken.None);
        LayerListing.Print(arrived).ShouldBe(LayerListing.Print(Layer));
        using var file = ((FileNode)((LayerLeaf)arrived.Children[FileName.Parse("b")]).Node).Content.Open();
        new StreamReader(file).ReadToEnd().ShouldBe("one");
        // Two contents with a header each, and the end.
        contents.Size.ShouldBe(512 * 6);
        PackedSnapshot.Remove(Files);
        System.IO.Directory.EnumerateFileSystemEntries(folder).ShouldBeEmpty();
    }

    [Fact]
    public void A_layer_of_another_hash_is_refused()
    {
        var contents = PackedSnapshot.Write(Layer, Files, CancellationToken.None);
        Refused(contents, Digest.Compute("other"u8)).ShouldContain("was expected");
        Refused(contents with { Digest = Digest.Compute("other"u8) }, Result).ShouldContain("were expected");
    }

    [Fact]
    public void Contents_that_are_no_files_named_by_their_hashes_are_refused()
    {
        _ = PackedSnapshot.Write(Layer, Files, CancellationToken.None);
        var hash = Digest.Compute("one"u8).Hex;
        Refused(Contents((hash, One), ("link", new SymlinkNode(new Metadata(Modes.Symlink), [.. "x"u8]))), Result).ShouldContain("'link' is no file with this hash");
        Refused(Contents((hash, One), ("two", One)), Result).ShouldContain("'two' is no file with this hash");
        Refused(Contents((hash, new DirectoryNode(Metadata.DefaultDirectory))), Result).ShouldContain("is no file with this hash");
        Refused(Contents((hash, One)), Result).ShouldContain("is not among its contents");
    }

    [Fact]
    public void A_listing_that_imgrep_would_not_write_is_refused()
    {
        var contents = PackedSnapshot.Write(Layer, Files, CancellationToken.None);
        var listing = PackedSnapshot.ListingOf(Files);
        File.WriteAllText(listing, File.ReadAllText(listing) + "\n");
        Refused(contents, Result).ShouldContain("written again, it is another text");
    }

    /// <summary>The store reads what it unpacked again: a taken step counts only if that is what the record says, and never as made here.</summary>
    [Fact]
    public async Task A_taken_step_is_kept_if_it_comes_to_its_hash_and_is_foreign()
    {
        using var store = new ContentStore(Path.Combine(folder, "store"));
        var status = FileSystem.Status(HostPath.Parse(folder));
        var mine = Metadata.DefaultFile with { Owner = status.Owner, Group = status.Group };
        var layer = Directory(("a", new LayerLeaf(new FileNode(mine, new MemoryContent([.. "one"u8]))))) with { Metadata = mine with { Mode = Modes.Octal("755") } };
        var key = Digest.Compute("key"u8);
        Task<Snapshot?> TakeAsync(string text) => store.Snapshots.TakeAsync(key, store.Session, root =>
        {
            File.WriteAllText(Path.Combine(root, "a"), text);
            FileSystem.ChangeMode(HostPath.Parse(Path.Combine(root, "a")), Modes.Octal("644"));
            FileSystem.ChangeMode(HostPath.Parse(root), Modes.Octal("755"));
        }, LayerListing.DigestOf(layer), _ => { }, CancellationToken.None);

        (await TakeAsync("two")).ShouldBeNull();
        store.Snapshots.Find(key, store.Session).ShouldBeNull();
        System.IO.Directory.EnumerateFiles(Path.Combine(store.Root, "tmp"), "a", SearchOption.AllDirectories).ShouldBeEmpty();

        LayerListing.DigestOf((await TakeAsync("one")).ShouldNotBeNull().Layer).ShouldBe(LayerListing.DigestOf(layer));
        store.Snapshots.IsForeign(key).ShouldBeTrue();
        using var later = new ContentStore(store.Root);
        later.Snapshots.Find(key, later.Session).ShouldNotBeNull();
        later.Snapshots.IsForeign(key).ShouldBeTrue();
    }

    private string Refused(LayerDescriptor contents, Digest result) =>
        Should.Throw<RejectedInputException>(() => PackedSnapshot.Read(Files, contents, result, CancellationToken.None)).Message;

    private LayerDescriptor Contents(params (string Name, TreeNode Node)[] entries)
    {
        using var file = File.Create(PackedSnapshot.ContentsOf(Files));
        var children = DirectoryNode.NoChildren.AddRange(entries.Select(entry => KeyValuePair.Create(FileName.Parse(entry.Name), entry.Node)));
        return LayerWriter.Write(new FileTree(new DirectoryNode(Metadata.DefaultDirectory, children)), file, CancellationToken.None);
    }

    private static LayerDirectory Directory(params (string Name, LayerNode Node)[] children) => new(
        Metadata.DefaultDirectory, IsOpaque: false, LayerDirectory.NoChildren.AddRange(children.Select(child => KeyValuePair.Create(FileName.Parse(child.Name), child.Node))));
}

using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Tests.Building;

public class MountPlanTests
{
    private static readonly SourceSpan Span = new("Containerfile", 3, 5);
    private static readonly DirectoryNode Folder = new(Metadata.DefaultDirectory);
    private static readonly FileNode File = new(Metadata.DefaultFile, new MemoryContent([]));

    [Theory]
    [InlineData("/new/folder", "/new/folder")]
    [InlineData("/absolute/x", "/etc/x")]
    [InlineData("/up", "/etc")]
    [InlineData("/up/../x", "/x")]
    [InlineData("/dangling/x", "/missing/folder/x")]
    [InlineData("/deep/link/x", "/etc/x")]
    [InlineData("/dev/shm", "/dev/shm")]
    public void A_target_lies_where_links_lead_inside_the_root(string target, string place)
    {
        var tree = With(("/absolute", "/etc"), ("/up", "../../../../etc"), ("/dangling", "/missing/folder"), ("/deep/link", "../../../etc"), ("/etc/a/b", null));
        PlaceOf(tree, target).ShouldBe(place);
    }

    [Theory]
    [InlineData("/proc")]
    [InlineData("/proc/self/root/oldroot/etc")]
    [InlineData("/proc/new")]
    [InlineData("/sys/kernel")]
    [InlineData("/link")]
    [InlineData("/link/self/cwd")]
    [InlineData("/dev/fd/7")]
    [InlineData("/dev/stdin")]
    [InlineData("/dev/core")]
    [InlineData("/root-itself")]
    public void Nothing_is_mounted_over_the_root_or_the_kernels_own_files(string target) =>
        Refused(() => PlaceOf(With(("/link", "/proc"), ("/root-itself", "/..")), target));

    [Theory]
    [InlineData("/proc", "/oldroot/etc")]
    [InlineData("/dev", "/")]
    public void A_link_in_place_of_a_folder_that_a_sandbox_fills_is_refused(string path, string target) =>
        Refused(() => PlaceOf(With((path, target)), "/x")).ShouldContain("is a symbolic link");

    [Fact]
    public void A_mount_is_on_the_way_to_the_next_one()
    {
        var shown = new FileTree(Folder).With([FileName.Parse("link")], new SymlinkNode(Metadata.DefaultFile, [.. "/there"u8]));
        var plan = MountPlan.Resolve(FileTree.Empty, [new("/a", shown.Root, IsReadOnly: true, Span), new("/a/link", Folder, false, Span)], "/", Span);
        FileTree.Show(plan.Points[1].Path.AsSpan()).ShouldBe("/there");
    }

    [Theory]
    [InlineData("/a/new")]
    [InlineData("/a/b/c")]
    public void Nothing_can_be_made_in_a_read_only_mount(string target)
    {
        Refused(() => MountPlan.Resolve(FileTree.Empty, [new("/a", Folder, IsReadOnly: true, Span), new(target, Folder, false, Span)], "/", Span)).ShouldContain("/a is read-only");
        Refused(() => MountPlan.Resolve(FileTree.Empty, [new("/a", Folder, IsReadOnly: true, Span)], target, Span)).ShouldContain("/a is read-only");
    }

    [Fact]
    public void A_writable_mount_within_a_read_only_one_can_be_added_to()
    {
        var shown = new FileTree(Folder).With([FileName.Parse("b")], Folder);
        MountPlan.Resolve(FileTree.Empty, [new("/a", shown.Root, IsReadOnly: true, Span), new("/a/b", Folder, false, Span), new("/a/b/c", Folder, false, Span)], "/", Span)
            .Points.Length.ShouldBe(3);
    }

    [Fact]
    public void Files_are_mounted_on_files_and_folders_on_folders()
    {
        var tree = With(("/folder/x", null));
        Refused(() => MountPlan.Resolve(tree, [new("/folder", File, true, Span)], "/", Span)).ShouldContain("a file cannot be mounted on /folder: it is a directory");
        Refused(() => MountPlan.Resolve(tree, [new("/folder/x", Folder, true, Span)], "/", Span)).ShouldContain("it is a file");
        Refused(() => MountPlan.Resolve(tree, [new("/folder/x/y", Folder, true, Span)], "/", Span)).ShouldContain("/folder/x is a file");
    }

    [Theory]
    [InlineData("/proc/self/fd/7")]
    [InlineData("/dev/fd/7")]
    [InlineData("/link/self/cwd")]
    [InlineData("/file")]
    public void A_run_starts_in_a_folder_of_its_own(string folder) =>
        Refused(() => MountPlan.Resolve(With(("/link", "/proc"), ("/file", null)), [], folder, Span));

    [Fact]
    public void A_loop_of_links_is_refused() =>
        Refused(() => PlaceOf(With(("/a", "/b"), ("/b", "/a")), "/a/x"));

    private static string PlaceOf(FileTree tree, string target) =>
        FileTree.Show(MountPlan.Resolve(tree, [new(target, Folder, false, Span)], "/", Span).Points[0].Path.AsSpan());

    private static string Refused(Func<object> plan)
    {
        var diagnostic = Should.Throw<RejectedInputException>(plan).Diagnostics.ShouldHaveSingleItem();
        diagnostic.Span.ShouldBe(Span);
        return diagnostic.Message;
    }

    /// <summary>Links by their targets, and files.</summary>
    private static FileTree With(params (string Path, string? Target)[] entries) => entries.Aggregate(FileTree.Empty, (tree, entry) => tree.With(
        FileTree.Split(entry.Path).AsSpan(), entry.Target is null ? File : new SymlinkNode(Metadata.DefaultFile, [.. System.Text.Encoding.UTF8.GetBytes(entry.Target)])));
}

using System.Net.Sockets;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Tests.Tree;

/// <summary>A checkout with so many packages that several are read at a time.</summary>
public sealed class LargeCheckoutTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("imgrep-large-").FullName;
    private readonly ContentStore store;

    public LargeCheckoutTests()
    {
        foreach (var number in Enumerable.Range(100, 200))
        {
            Directory.CreateDirectory(FolderOf(number));
            File.WriteAllText(Path.Combine(FolderOf(number), "Containerfile"), "FROM scratch\nCOPY file /\n");
            File.WriteAllText(Path.Combine(FolderOf(number), "file"), $"{number}\n");
        }
        store = new ContentStore(Path.Combine(root, "store"));
    }

    [Fact]
    public void Each_package_gets_what_its_own_folder_holds()
    {
        var builds = Plan().Builds;
        builds.Select(build => build.Name).ShouldBe(Enumerable.Range(100, 200).Select(number => $"p{number}"));
        builds.ShouldAllBe(build => build.Context.Folder == Path.Combine(root, "packages", build.Name));
        builds.Select(build => build.Context.Digest).Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public void The_first_folder_that_cannot_be_read_is_named()
    {
        // A socket is no part of an image.
        var sockets = ((int[])[280, 150, 220]).Select(Listen).ToList();
        Should.Throw<RejectedInputException>(Plan).Message.ShouldStartWith(Path.Combine(FolderOf(150), "s"));
        sockets.ForEach(socket => socket.Dispose());
    }

    public void Dispose()
    {
        store.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private BuildPlan Plan()
    {
        var checkout = new Checkout(root);
        return BuildPlan.CreateEmpty(checkout, PackageGraph.Create(CheckoutLoader.Load(checkout, [], CancellationToken.None)), store);
    }

    private Socket Listen(int number)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(FolderOf(number), "s")));
        return socket;
    }

    private string FolderOf(int number) => Path.Combine(root, "packages", $"p{number}");
}

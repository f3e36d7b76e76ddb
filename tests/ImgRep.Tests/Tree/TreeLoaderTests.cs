using ImgRep.Host;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Posix;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Tests.Tree;

public sealed class TreeLoaderTests : IDisposable
{
    private const string Nothing = "FROM scratch\n";

    private readonly string root = Directory.CreateTempSubdirectory("imgrep-tree-").FullName;

    [Fact]
    public void A_package_has_its_Containerfile_or_its_routes()
    {
        Write("single/Containerfile", Nothing);
        Write("several/Containerfile.b", Nothing + "USER b\n");
        Write("several/Containerfile.a", Nothing);
        Write("several/Containerfile~", "an editor's");
        Load().Packages.OrderBy(package => package.Name).Select(package => string.Join(' ', package.Routes.Select(route => route.Label)))
            .ShouldBe(["several.a several.b", "single"]);
    }

    [Theory]
    [InlineData("Containerfile", "Containerfile.a", "packages/app/Containerfile.a: error: the package 'app' has a Containerfile and the route 'a': which one counts is not clear")]
    [InlineData("Containerfile.a", "Containerfile.B", "packages/app/Containerfile.B: error: 'B' cannot be the name of a route")]
    [InlineData("Containerfile.a", "Containerfile.dockerignore", "packages/app/Containerfile.dockerignore: error: Containerfile.dockerignore would be a route")]
    [InlineData("Containerfile.a", "Containerfile.tar", "packages/app/Containerfile.tar: error: there is a package 'app.tar'")]
    [InlineData("Containerfil", "Containerfile~", "packages/app/Containerfile: error: the package 'app' has no Containerfile")]
    public void Other_files_of_that_name_are_refused_with_a_reason(string first, string second, string message)
    {
        Write("app.tar/Containerfile", Nothing);
        Write($"app/{first}", Nothing);
        Write($"app/{second}", Nothing);
        Should.Throw<RejectedInputException>(() => Load("app")).Diagnostics.ShouldHaveSingleItem().ToString().ShouldStartWith(message);
    }

    [Fact]
    public void One_route_alone_is_read_where_a_package_has_it_and_what_only_others_need_is_not()
    {
        Write("tcc/Containerfile", Nothing);
        Write("libc/Containerfile.gcc", Nothing);
        Write("libc/Containerfile.tcc", "FROM imgrep/tcc AS build\nFROM scratch\nCOPY --from=build / /\n");
        Write("app/Containerfile", "FROM imgrep/libc AS build\nFROM scratch\nCOPY --from=build / /\n");
        var packages = CheckoutLoader.Load(new Checkout(root), ["app"], default, "gcc").Packages;
        packages.Select(package => package.Name.ToString()).Order().ShouldBe(["app", "libc"]);
        packages.Single(package => package.HasRoutes).LeftOut.ShouldBe(["tcc"]);
        Load("app").Packages.Length.ShouldBe(3);
    }

    [Fact]
    public void A_route_that_no_package_has_is_answered_with_the_nearest()
    {
        Write("libc/Containerfile.trixie", Nothing);
        Write("libc/Containerfile.bookworm", Nothing + "USER b\n");
        Should.Throw<RejectedInputException>(() => CheckoutLoader.Load(new Checkout(root), [], default, "trixi")).Diagnostics.ShouldHaveSingleItem().ToString()
            .ShouldBe("packages: error: no package has a route 'trixi' (did you mean 'trixie'?)");
    }

    [Fact]
    public void A_fifo_a_device_or_a_folder_in_place_of_a_Containerfile_is_said_and_not_waited_for()
    {
        Directory.CreateDirectory(Path.Combine(root, "packages/app"));
        var file = Path.Combine(root, "packages/app/Containerfile");
        FileSystem.MakeFifo(HostPath.Parse(file));
        Fail(file).ShouldContain("not a regular file");
        File.Delete(file);
        File.CreateSymbolicLink(file, "/dev/tty");
        Fail(file).ShouldContain("not a regular file");
        Fail(root).ShouldContain("it is a folder");
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string Fail(string file)
    {
        var read = Task.Run(() => Should.Throw<EnvironmentException>(() => SmallFile.Read(file)).Message);
        Task.WaitAny(read, Task.Delay(TimeSpan.FromMinutes(1))).ShouldBe(0, "it waits");
        return read.Result;
    }

    private PackageSet Load(params string[] names) => CheckoutLoader.Load(new Checkout(root), names, default);

    private void Write(string path, string text)
    {
        var file = Path.Combine(root, "packages", path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}

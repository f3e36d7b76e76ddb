using ImgRep.Host.Sources;

namespace ImgRep.Tests.Sources;

public sealed class SystemArchiveTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("imgrep-root-");

    [Fact]
    public void An_entry_in_the_format_of_fields_is_found()
    {
        Release("bookworm");
        Write("etc/apt/sources.list.d/os.sources", """
            # the distribution
            Types: deb
            URIs: http://one.example/debian
            Suites: bookworm
             bookworm-updates
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
            """);
        Found().ShouldBe("http://one.example/debian/");
    }

    [Fact]
    public void An_entry_of_one_line_is_found()
    {
        Release("trixie");
        Write("etc/apt/sources.list", "# deb http://zero.example/ trixie main\ndeb [ arch=amd64 signed-by=/k/debian-archive-keyring.gpg ] "
            + "http://one.example/debian/ trixie main contrib # here\n");
        Found().ShouldBe("http://one.example/debian/");
    }

    [Fact]
    public void What_somebody_added_is_passed_over()
    {
        Release("bookworm");
        Write("etc/apt/sources.list.d/a.list", "deb [signed-by=/usr/share/keyrings/vendor.gpg] https://vendor.example/apt bookworm main\n");
        Write("etc/apt/sources.list.d/b.list", "deb https://vendor.example/apt bookworm-vendor main\n");
        Write("etc/apt/sources.list.d/c.sources", "Types: deb\nURIs: https://vendor.example/tools\nSuites: nodistro\nComponents: main\n");
        Write("etc/apt/sources.list.d/d.sources", "Enabled: no\nURIs: https://old.example/\nSuites: bookworm\nComponents: main\n\nURIs: "
            + "https://os.example/\nSuites: bookworm\nComponents: main\n");
        Found().ShouldBe("https://os.example/");
    }

    [Fact]
    public void A_system_without_apt_has_no_archive() =>
        SystemArchive.Find(root.FullName).ShouldBeNull();

    [Theory]
    [InlineData("deb")]
    [InlineData("deb [")]
    [InlineData("deb ] http://one.example/ bookworm main [")]
    [InlineData("deb cdrom:[Debian] bookworm main")]
    [InlineData("deb mirror+file:/etc/apt/mirrors.txt bookworm main")]
    public void A_line_that_names_no_web_address_is_passed_over(string line)
    {
        Release("bookworm");
        Write("etc/apt/sources.list", line);
        SystemArchive.Find(root.FullName).ShouldBeNull();
    }

    public void Dispose() => root.Delete(recursive: true);

    private string? Found() => SystemArchive.Find(root.FullName)?.Base.AbsoluteUri;

    private void Release(string codename) => Write("etc/os-release", $"ID=debian\nVERSION_CODENAME={codename}\n");

    private void Write(string path, string text)
    {
        var file = Path.Combine(root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}

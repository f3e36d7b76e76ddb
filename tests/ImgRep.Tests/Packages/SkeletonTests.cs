using System.Collections.Immutable;
using System.Text;
using ImgRep.Containerfiles;
using ImgRep.Containerfiles.Checks;
using ImgRep.Containerfiles.Parsing;
using ImgRep.Packages;
using ImgRep.Packages.Skeletons;
using ImgRep.Primitives;
using ImgRep.Sources;

namespace ImgRep.Tests.Packages;

public class SkeletonTests
{
    private static readonly Digest Hash = Digest.Compute("source"u8);

    [Theory]
    [InlineData("https://zlib.net/fossils/zlib-1.3.1.tar.gz", "zlib-1.3.1/configure",
        "RUN tar -xf zlib-${VERSION}.tar.gz\nWORKDIR /zlib-${VERSION}\nRUN ./configure --prefix=/usr\n")]
    [InlineData("https://example.org/v2.0/x.tar.xz", "x-2.0/Makefile", "RUN tar -xf x.tar.xz\nWORKDIR /x-${VERSION}\nRUN make -j")]
    [InlineData("https://example.org/x_3.tgz", "x/CMakeLists.txt", "COPY --from=imgrep/cmake / /\n")]
    [InlineData("https://example.org/many-1.0.tar.gz", "a/b\nc/d", "RUN mkdir /source && tar -xf many-${VERSION}.tar.gz -C /source\nWORKDIR /source\n")]
    [InlineData("https://example.org/x-1.0.zip", null, "unzip -q /x-${VERSION}.zip\nWORKDIR /source\n")]
    public void A_package_begins_as_its_source_suggests_and_check_accepts_it(string url, string? names, string expected)
    {
        foreach (var known in (string[][])[["pallet-c", "cmake"], ["pallet-go", "cmake"], []])
        {
            var skeleton = new PackageSkeleton(PackageName.Parse("new"), SourceAt(url, names), known);
            Check(skeleton.Containerfile).ShouldBeEmpty(skeleton.Containerfile);
            Check(skeleton.Test, isPackage: false).ShouldBeEmpty(skeleton.Test);
            skeleton.Test.ShouldContain("--from=imgrep/new ");
            skeleton.Containerfile.ShouldContain($"ADD --checksum={Hash} https://");
            if (known.Length > 0)
                skeleton.Containerfile.ShouldContain(expected);
        }
    }

    [Fact]
    public void Without_a_source_check_names_the_place_where_it_belongs()
    {
        var skeleton = new PackageSkeleton(PackageName.Parse("new"), null, ["pallet-c"]);
        Check(skeleton.Containerfile).ShouldHaveSingleItem().ShouldStartWith("Containerfile:6:");
    }

    [Theory]
    [InlineData("$(reboot)/configure")]
    [InlineData("a b/configure")]
    [InlineData("../configure")]
    [InlineData("-C/configure")]
    [InlineData("a\nRUN evil/configure")]
    [InlineData("ä/configure")]
    [InlineData("`x`")]
    public void Names_in_an_archive_are_only_repeated_where_they_mean_themselves(string name)
    {
        var outline = SourceOutline.Read([[.. Encoding.UTF8.GetBytes(name)]]);
        outline.Folder.ShouldBeNull();
        outline.Files.ShouldBeEmpty();
    }

    [Fact]
    public void Files_with_strange_names_beside_plain_ones_are_passed_over()
    {
        var outline = SourceOutline.Read(new[] { "./x-1/", "x-1/configure", "x-1/$(reboot)", "x-1/a/b/c/d" }.Select(name => Encoding.UTF8.GetBytes(name).ToImmutableArray()));
        (outline.Folder, string.Join(' ', outline.Files)).ShouldBe(("x-1", "configure"));
    }

    [Theory]
    [InlineData("http://example.org/x-1.tar.gz")]
    [InlineData("https://user:secret@example.org/x-1.tar.gz")]
    [InlineData("https://example.org/x-1.tar.gz#part")]
    [InlineData("https://example.org/$HOME/x-1.tar.gz")]
    [InlineData("https://example.org/'x'/x-1.tar.gz")]
    [InlineData("https://example.org/x%20y.tar.gz")]
    [InlineData("https://example.org/")]
    [InlineData("x-1.tar.gz")]
    public void A_URL_that_cannot_stand_in_a_Containerfile_is_refused(string url) =>
        NewSource.TryReadUrl(url, out _, out _, out var problem).ShouldBeFalse(problem);

    [Theory]
    [InlineData("zlib-1.3.1.tar.gz", "1.3.1")]
    [InlineData("v1.2.3.tar.gz", "1.2.3")]
    [InlineData("perl_5.40.1.orig.tar.xz", "5.40.1")]
    [InlineData("ca-certificates-20250419.tgz", "20250419")]
    [InlineData("go1.27.1.src.tar.gz", null)]
    [InlineData("source.zip", null)]
    public void The_version_is_what_stands_behind_the_name(string file, string? version) =>
        new NewSource("https://example.org/" + file, file, Hash, null).Version.ShouldBe(version);

    private static NewSource SourceAt(string url, string? names)
    {
        NewSource.TryReadUrl(url, out var uri, out var file, out var problem).ShouldBeTrue(problem);
        return new NewSource(uri!.AbsoluteUri, file, Hash, names is null ? null
            : SourceOutline.Read(names.Split('\n').Select(name => Encoding.UTF8.GetBytes(name).ToImmutableArray())));
    }

    private static IEnumerable<string> Check(string text, bool isPackage = true)
    {
        var result = ContainerfileParser.Parse("Containerfile", Encoding.UTF8.GetBytes(text), ParseOptions.Default);
        return [.. result.Diagnostics.Concat(isPackage && result.Containerfile is { } file ? PackageRules.Check(file, ParseOptions.Default, SourceTable.Empty) : [])
            .Select(diagnostic => diagnostic.ToString())];
    }
}

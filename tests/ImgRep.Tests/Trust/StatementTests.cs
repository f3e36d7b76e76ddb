using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ImgRep.Building;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Trust.Signatures;
using ImgRep.Trust.Statements;

namespace ImgRep.Tests.Trust;

public class StatementTests
{
    private static readonly StatedSeed Seed = new("debian_12", Of("layer"), "bookworm", [new(Of("deb"), "gcc", "4:12.2.0", "amd64")]);
    private static readonly StatedImage Musl = Image("musl", [("seed/debian_12", Of("layer"))], ("https://example.org/musl-1.2.tar.gz", "musl source"));

    private static readonly StatedImage Zlib = Image(
        "zlib_ng", [("imgrep/musl", Musl.Image), ($"imgrep/old@{Of("old")}", Of("old"))], ("https://example.org/zlib.tar.gz", "zlib source"),
        ("https://example.org/other/", "other source"));

    [Fact]
    public void Provenance_has_what_in_toto_and_slsa_require()
    {
        var statement = Parse(Provenance());
        statement.GetProperty("_type").GetString().ShouldBe("https://in-toto.io/Statement/v1");
        statement.GetProperty("predicateType").GetString().ShouldBe("https://slsa.dev/provenance/v1");
        var subject = statement.GetProperty("subject").EnumerateArray().Single();
        subject.GetProperty("name").GetString().ShouldBe("imgrep/zlib_ng");
        subject.GetProperty("digest").GetProperty("sha256").GetString().ShouldBe(Zlib.Image.Hex);
        var definition = statement.GetProperty("predicate").GetProperty("buildDefinition");
        Uri.IsWellFormedUriString(definition.GetProperty("buildType").GetString(), UriKind.Absolute).ShouldBeTrue();
        definition.GetProperty("externalParameters").GetProperty("package").GetString().ShouldBe("zlib_ng");
        definition.GetProperty("internalParameters").GetProperty("recipes")[0].GetProperty("key").GetString().ShouldBe(Zlib.Routes[0].Recipe.Key.ToString());
        Uri.IsWellFormedUriString(statement.GetProperty("predicate").GetProperty("runDetails").GetProperty("builder").GetProperty("id").GetString(), UriKind.Absolute)
            .ShouldBeTrue();
    }

    [Fact]
    public void Provenance_names_every_input_by_its_digest() =>
        Parse(Provenance()).GetProperty("predicate").GetProperty("buildDefinition").GetProperty("resolvedDependencies").EnumerateArray()
            .ToDictionary(part => (part.TryGetProperty("uri", out var uri) ? uri : part.GetProperty("name")).GetString()!,
                part => part.GetProperty("digest").GetProperty("sha256").GetString())
            .ShouldBe(
                new Dictionary<string, string?>
                {
                    ["packages/zlib_ng/Containerfile"] = Of("zlib_ng file").Hex,
                    ["imgrep/musl"] = Musl.Image.Hex,
                    [$"imgrep/old@{Of("old")}"] = Of("old").Hex,
                    ["https://example.org/zlib.tar.gz"] = Of("zlib source").Hex,
                    ["https://example.org/other/"] = Of("other source").Hex,
                }, ignoreOrder: true);

    [Fact]
    public void An_envelope_is_signed_with_its_type_and_length() =>
        Encoding.UTF8.GetString(DsseEnvelope.Encode("http://example.com/HelloWorld", "hello world"u8)).ShouldBe("DSSEv1 29 http://example.com/HelloWorld 11 hello world");

    [Fact]
    public void A_bill_of_materials_has_what_spdx_requires()
    {
        var document = Parse(Bill());
        document.GetProperty("spdxVersion").GetString().ShouldBe("SPDX-2.3");
        document.GetProperty("dataLicense").GetString().ShouldBe("CC0-1.0");
        document.GetProperty("SPDXID").GetString().ShouldBe("SPDXRef-DOCUMENT");
        document.GetProperty("name").GetString().ShouldBe("imgrep/zlib_ng");
        document.GetProperty("documentNamespace").GetString()!.ShouldNotContain("#");
        document.GetProperty("creationInfo").GetProperty("created").GetString().ShouldBe("1980-01-01T00:00:00Z");
        document.GetProperty("creationInfo").GetProperty("creators")[0].GetString().ShouldBe("Tool: imgrep-1");
        foreach (var package in document.GetProperty("packages").EnumerateArray())
        {
            package.GetProperty("SPDXID").GetString()!.ShouldMatch(@"\ASPDXRef-[A-Za-z0-9.-]+\z");
            package.GetProperty("name").GetString().ShouldNotBeNullOrEmpty();
            package.GetProperty("downloadLocation").GetString()!.ShouldMatch(@"\A(NOASSERTION|https?://.+)\z");
            package.GetProperty("filesAnalyzed").GetBoolean().ShouldBeFalse("there is no verification code");
            var checksum = package.GetProperty("checksums").EnumerateArray().Single();
            checksum.GetProperty("algorithm").GetString().ShouldBe("SHA256");
            checksum.GetProperty("checksumValue").GetString()!.ShouldMatch(@"\A[0-9a-f]{64}\z");
        }
    }

    [Fact]
    public void Every_relationship_of_a_bill_leads_somewhere_and_everything_is_reached()
    {
        var document = Parse(Bill());
        var ids = document.GetProperty("packages").EnumerateArray().Select(package => package.GetProperty("SPDXID").GetString()!).ToList();
        ids.ShouldBeUnique();
        var links = document.GetProperty("relationships").EnumerateArray().Select(link => (
            From: link.GetProperty("spdxElementId").GetString()!, Kind: link.GetProperty("relationshipType").GetString()!, To: link.GetProperty("relatedSpdxElement")
                .GetString()!)).ToList();
        links.SelectMany(link => new[] { link.From, link.To }).Distinct().Except(ids).ShouldBe(["SPDXRef-DOCUMENT"]);
        var reached = new HashSet<string> { "SPDXRef-DOCUMENT" };
        while (links.Exists(link => link.Kind == "BUILD_DEPENDENCY_OF" ? reached.Contains(link.To) && reached.Add(link.From) : reached.Contains(link.From) && reached.Add(link.To)))
        {
        }
        ids.Except(reached).ShouldBeEmpty();
        links.Where(link => link.From == "SPDXRef-DOCUMENT").ShouldBe([("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-image-zlib..ung")]);
    }

    [Fact]
    public void A_bill_goes_down_to_the_seeds()
    {
        var packages = Parse(Bill()).GetProperty("packages").EnumerateArray()
            .Select(package => (package.GetProperty("name").GetString(), package.GetProperty("checksums")[0].GetProperty("checksumValue").GetString())).ToList();
        packages.ShouldBe(
            [("imgrep/zlib_ng", Zlib.Image.Hex), ("imgrep/musl", Musl.Image.Hex), ($"imgrep/old@{Of("old")}", Of("old").Hex), ("seed/debian_12", Of("layer").Hex),
                ("gcc", Of("deb").Hex),
                ("packages/zlib_ng/Containerfile", Of("zlib_ng file").Hex), ("packages/musl/Containerfile", Of("musl file").Hex), ("zlib.tar.gz", Of("zlib source").Hex),
                (Of("other source").Hex, Of("other source").Hex), ("musl-1.2.tar.gz", Of("musl source").Hex)], ignoreOrder: true);
    }

    [Theory]
    [InlineData("Zlib", "Zlib")]
    [InlineData("(MIT OR Apache-2.0) AND BSD-3-Clause", "(MIT OR Apache-2.0) AND BSD-3-Clause")]
    [InlineData("see the file", "NOASSERTION")]
    [InlineData("", "NOASSERTION")]
    public void A_license_is_declared_only_if_it_can_be_one(string label, string declared)
    {
        var image = Musl with { Labels = ImmutableSortedDictionary<string, string>.Empty.Add("org.opencontainers.image.licenses", label) };
        var document = Parse(SpdxDocument.Write(image, [image], [Seed], "imgrep-1"));
        document.GetProperty("packages").EnumerateArray().Single(package => package.GetProperty("name").GetString() == "imgrep/musl")
            .GetProperty("licenseDeclared").GetString().ShouldBe(declared);
    }

    [Fact]
    public void A_source_that_the_archive_packed_itself_is_said_to_be_a_repack()
    {
        var repack = new ArchiveFile(Of("musl source"), "sid", "musl", "1.2+dfsg-1", "musl_1.2+dfsg.orig.tar.gz", IsRepack: true);
        var route = Musl.Routes[0];
        var image = Musl with { Routes = [route with { Sources = [route.Sources[0] with { Repack = repack }] }] };
        var url = route.Sources[0].Request.Url.AbsoluteUri;
        var source = Parse(SpdxDocument.Write(image, [image], [Seed], "imgrep-1")).GetProperty("packages").EnumerateArray()
            .Single(package => package.GetProperty("name").GetString() == repack.Name);
        source.GetProperty("downloadLocation").GetString().ShouldBe("NOASSERTION");
        source.GetProperty("sourceInfo").GetString().ShouldBe($"a repack of {url} by the source archive, in its package musl 1.2+dfsg-1");
        var input = Parse(SlsaProvenance.Write(image, new Workshop("embedded", "0.1.0", "GenuineIntel", "debian 12", "6.1")))
            .GetProperty("predicate").GetProperty("buildDefinition").GetProperty("resolvedDependencies").EnumerateArray().Last();
        input.GetProperty("name").GetString().ShouldBe(repack.Name);
        input.GetProperty("annotations").GetProperty("repackOf").GetString().ShouldBe(url);
        input.TryGetProperty("uri", out _).ShouldBeFalse();
    }

    [Fact]
    public void The_order_in_which_things_are_given_makes_no_difference() =>
        SpdxDocument.Write(Zlib, [Zlib, Musl], [Seed], "imgrep-1").ShouldBe(Bill());

    [Fact]
    public void Scanners_find_by_name_and_version_what_they_know()
    {
        var references = Parse(Bill()).GetProperty("packages").EnumerateArray().Where(package => package.TryGetProperty("externalRefs", out _))
            .SelectMany(package => package.GetProperty("externalRefs").EnumerateArray())
            .Select(reference => reference.GetProperty("referenceLocator").GetString()!).ToList();
        references.ShouldContain("cpe:2.3:a:musl-libc:musl:1.2:*:*:*:*:*:*:*");
        references.ShouldContain($"pkg:generic/musl@1.2?checksum=sha256%3A{Of("musl source").Hex}&download_url=https%3A%2F%2Fexample.org%2Fmusl-1.2.tar.gz");
        references.ShouldContain($"pkg:oci/musl@sha256%3A{Musl.Image.Hex}");
        references.ShouldContain("pkg:deb/debian/gcc@4%3A12.2.0?arch=amd64&distro=bookworm");
    }

    [Theory]
    [InlineData("zlib-1.3.1.tar.gz", "cpe:2.3:a:zlib:zlib:1.3.1:*:*:*:*:*:*:*")]
    [InlineData("linux-6.12.107.tar.xz", "cpe:2.3:o:linux:linux_kernel:6.12.107:*:*:*:*:*:*:*")]
    [InlineData("go1.24.9.src.tar.gz", "cpe:2.3:a:golang:go:1.24.9:*:*:*:*:*:*:*")]
    [InlineData("llvm-project-19.1.7.src.tar.xz", "cpe:2.3:a:llvm:llvm:19.1.7:*:*:*:*:*:*:*")]
    [InlineData("Python-3.13.0.tgz", "cpe:2.3:a:python:python:3.13.0:*:*:*:*:*:*:*")]
    [InlineData("x_1.0+dfsg~1.orig.tar.gz", "cpe:2.3:a:x:x:1.0\\+dfsg\\~1:*:*:*:*:*:*:*")]
    [InlineData("master.tar.gz", null)]
    [InlineData("v1.0.tar.gz", null)]
    [InlineData("patch", null)]
    public void A_product_is_read_from_the_name_of_its_archive(string file, string? cpe) =>
        (SourceProduct.Find(new SourceRequest(Of(file), new Uri("https://example.org/" + file)))?.Cpe).ShouldBe(cpe);

    private static ImmutableArray<byte> Bill() => SpdxDocument.Write(Zlib, [Musl, Zlib], [Seed], "imgrep-1");

    [Fact]
    public void A_commit_is_named_beside_the_hash_of_its_tree()
    {
        var commit = new string('1', 40);
        var plain = Image("app", [], ("https://example.org/app.git#v1", "app tree"));
        var (route, source) = (plain.Routes[0], plain.Routes[0].Sources[0]);
        var image = plain with { Routes = [route with { Sources = [source with { Request = source.Request with { Commit = commit } }] }] };
        var written = SlsaProvenance.Write(image, null);
        Encoding.UTF8.GetString(written.AsSpan()).ShouldContain(
            $"{{\"digest\":{{\"gitCommit\":\"{commit}\",\"sha256\":\"{Of("app tree").Hex}\"}},\"uri\":\"https://example.org/app.git#v1\"}}");
        ProvenanceParser.Parse(written.AsMemory()).Routes[0].Sources[0].Request.Commit.ShouldBe(commit);
        image.Routes[0].Sources[0].Request.Location.ShouldBe($"git+https://example.org/app.git@{commit}");
    }

    private static ImmutableArray<byte> Provenance() => SlsaProvenance.Write(Zlib, new Workshop("embedded", "0.1.0", "GenuineIntel", "debian 12", "6.1"));

    private static JsonElement Parse(ImmutableArray<byte> json) => JsonDocument.Parse(json.AsMemory()).RootElement;

    private static StatedImage Image(string name, (string Name, Digest Digest)[] used, params (string Url, string Content)[] sources) => new(
        PackageName.Parse(name), Of(name), ImmutableSortedDictionary<string, string>.Empty,
        [
            new StatedRoute(null, $"packages/{name}/Containerfile",
                new Recipe(new Platform("linux", "amd64"), Of($"{name} file"), Of($"{name} evaluation"), Of($"{name} context"),
                    used.ToImmutableSortedDictionary(one => one.Name, one => one.Digest), [.. sources.Select(source => Of(source.Content))]),
                [.. sources.Select(source => new StatedSource(new SourceRequest(Of(source.Content), new Uri(source.Url)), null))]),
        ]);

    private static Digest Of(string text) => Digest.Compute(Encoding.UTF8.GetBytes(text));
}

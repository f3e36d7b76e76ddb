using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using ImgRep.Building;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Sources;
using ImgRep.Trust.Statements;

namespace ImgRep.Tests.Trust;

public class BundleTests
{
    private static readonly StatedImage Musl = Image("musl", [("seed/one", Of("layer"))]);
    private static readonly StatedImage Zlib = Image(
        "zlib", [("imgrep/musl", Of("musl")), ($"imgrep/old@{Of("old")}", Of("old"))], "https://example.org/zlib-1.3.tar.gz", "https://example.org/repack-1.3.tar.gz");

    [Fact]
    public void What_was_written_is_read_again()
    {
        var bundle = StatementBundle.Parse(Lines(Musl, Zlib), "b");
        bundle.Images.Select(image => $"{image.Package} {image.Image} {image.Routes[0].Recipe.Key}").ShouldBe(
            [$"musl {Of("musl")} {Musl.Routes[0].Recipe.Key}", $"zlib {Of("zlib")} {Zlib.Routes[0].Recipe.Key}"]);
        bundle.Images[1].Routes[0].Sources.ShouldBe(Zlib.Routes[0].Sources);
        bundle.Confirmations.ShouldBeEmpty();
    }

    [Fact]
    public void A_confirmation_is_read_again()
    {
        var written = new ConfirmationStatement([(Musl.Package, Musl.Image)], "signed"u8.ToArray(), "signature"u8.ToArray());
        var (line, read) = StatementBundle.Parse(Lines(Envelope(Musl), Envelope(written.Write())), "b").Confirmations.Single();
        line.ShouldBe(2);
        read.Write().ShouldBe(written.Write());
    }

    [Fact]
    public void Every_input_of_a_recipe_changes_its_key_so_that_none_can_be_exchanged()
    {
        foreach (var member in (string[])["containerfile", "evaluation", "context"])
            Refused(Changed(Zlib, recipe => recipe[member] = Of("other").ToString()), $"the recipe packages/zlib/Containerfile has the key ");
        Refused(Changed(Zlib, recipe => recipe["images"]!["imgrep/musl"] = Of("other").ToString()), "the recipe packages/zlib/Containerfile has the key ");
        Refused(Changed(Zlib, recipe => recipe["sources"] = new JsonArray()), "the recipe packages/zlib/Containerfile has the key ");
        Refused(Changed(Zlib, recipe => recipe["file"] = "packages/other/Containerfile"), "it is not what its recipes come to");
        Refused(Changed(Zlib, recipe => recipe["more"] = "x"), "it is not what its recipes come to");
    }

    [Fact]
    public void Recipes_of_another_version_are_not_computed() =>
        Refused(ChangedStatement(Zlib, statement => statement["predicate"]!["buildDefinition"]!["internalParameters"]!["sandbox"] = Of("other").ToString()),
            "its recipes are those of another version of imgrep");

    [Theory]
    [InlineData("", "it is no DSSE envelope")]
    [InlineData("{}", "it is no DSSE envelope")]
    [InlineData("[1]", "it is no DSSE envelope")]
    [InlineData("{\"payload\":null,\"payloadType\":null,\"signatures\":null}", "it is no DSSE envelope")]
    [InlineData("{\"payload\":\"e30=\",\"payloadType\":\"text/plain\",\"signatures\":[]}", "its payload is no in-toto statement")]
    [InlineData("{\"payload\":\"e30=\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[]}", "it is no in-toto statement")]
    [InlineData("{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\"e30=\",\"signatures\":[]}", "it is no DSSE envelope in the canonical form")]
    [InlineData(
        "{\"payload\":\"eyJwcmVkaWNhdGVUeXBlIjoieCJ9\",\"payloadType\":\"application/vnd.in-toto+json\",\"signatures\":[]}", "it is neither SLSA provenance nor a confirmation")]
    public void What_is_no_statement_is_refused_by_its_number(string line, string message) =>
        Refused([.. Envelope(Musl), (byte)'\n', .. Encoding.UTF8.GetBytes(line), (byte)'\n'], message);

    [Fact]
    public void Provenance_of_all_kinds_of_nonsense_is_refused()
    {
        foreach (var (path, value) in (IEnumerable<(string, string?)>)[("subject", null), ("subject", "[]"), ("predicate", "7"), ("predicate", "{}")])
            Refused(ChangedStatement(Zlib, statement => statement[path] = value is null ? null : JsonNode.Parse(value)), "it is no SLSA provenance of an image of imgrep");
        Refused(ChangedStatement(Zlib, statement => statement["predicate"]!["runDetails"] = new JsonObject()), "it is not what its recipes come to");
        Refused(ChangedStatement(Zlib, statement => statement["predicate"]!["buildDefinition"]!["externalParameters"]!["platform"] = null), "it is no SLSA provenance");
    }

    [Fact]
    public void A_circle_is_refused_by_the_number_where_it_begins()
    {
        var (a, b) = (Image("a", [("imgrep/b", Of("b"))]), Image("b", [("imgrep/a", Of("a"))]));
        Refused(Lines(a, b), "it uses imgrep/b, about which no statement before it is", number: 1);
        Refused(Lines(Image("a", [("imgrep/a", Of("a"))])), "it uses imgrep/a, about which no statement before it is", number: 1);
        Refused(Lines(Zlib), "it uses imgrep/musl, about which no statement before it is", number: 1);
    }

    [Fact]
    public void One_name_is_one_image()
    {
        Refused(Lines(Musl, Image("zlib", [("imgrep/musl", Of("other"))])), $"it uses imgrep/musl as {Of("other")}, but statement 1 has {Of("musl")}");
        Refused(Lines(Musl, Musl), "statement 1 is about imgrep/musl already");
        Refused(Lines(Musl, Image("x", [($"imgrep/old@{Of("old")}", Of("new"))])), $"it uses imgrep/old@{Of("old")} as {Of("new")}");
    }

    [Fact]
    public void A_layer_is_no_manifest()
    {
        Refused(Lines(Musl, Image("x", [("seed/two", Of("musl"))])), "seed/two has the digest of an image's manifest in statement 1");
        Refused(Lines(Musl, Image("x", [("imgrep/musl", Of("musl"))]) with { Image = Of("layer") }), "imgrep/x has the digest of a seed's layer in statement 1");
    }

    [Fact]
    public void Too_many_statements_no_statement_and_half_a_statement_are_refused()
    {
        var confirmation = Envelope(new ConfirmationStatement([], "x"u8.ToArray(), "y"u8.ToArray()).Write());
        Refused([.. Enumerable.Repeat((byte[])[.. confirmation, (byte)'\n'], StatementBundle.Most + 1).SelectMany(line => line)], "there are more than 100000 statements",
            StatementBundle.Most + 1);
        Refused([], "it states nothing about any image", number: 0);
        Refused([.. confirmation, (byte)'\n'], "it states nothing about any image", number: 0);
        Refused([.. Lines(Musl, Zlib)[..^1]], "its line has no end", number: 2);
    }

    private static void Refused(byte[] bundle, string message, int number = 2)
    {
        var diagnostic = Should.Throw<RejectedInputException>(() => StatementBundle.Parse(bundle, "b")).Diagnostics.Single();
        diagnostic.Message.ShouldStartWith(message);
        diagnostic.Span.ToString().ShouldBe(number == 0 ? "b" : $"b:{number}:1");
    }

    /// <summary>After a sound statement, one that was changed.</summary>
    private static byte[] Changed(StatedImage image, Action<JsonNode> change) =>
        ChangedStatement(image, statement => change(statement["predicate"]!["buildDefinition"]!["internalParameters"]!["recipes"]![0]!));

    private static byte[] ChangedStatement(StatedImage image, Action<JsonNode> change)
    {
        var statement = JsonNode.Parse(SlsaProvenance.Write(image, null).AsSpan())!;
        change(statement);
        return Lines(Envelope(Musl), Envelope([.. Encoding.UTF8.GetBytes(statement.ToJsonString())]));
    }

    private static byte[] Lines(params StatedImage[] images) => Lines([.. images.Select(Envelope)]);

    private static byte[] Lines(params byte[][] lines) => [.. lines.SelectMany(line => (byte[])[.. line, (byte)'\n'])];

    private static byte[] Envelope(StatedImage image) => Envelope(SlsaProvenance.Write(image, null));

    private static byte[] Envelope(ImmutableArray<byte> statement) => [.. new DsseEnvelope(SlsaProvenance.PayloadType, statement.AsMemory(), []).Write()];

    private static StatedImage Image(string name, (string Name, Digest Digest)[] used, params string[] sources) => new(
        PackageName.Parse(name), Of(name), ImmutableSortedDictionary<string, string>.Empty,
        [
            new StatedRoute(null, $"packages/{name}/Containerfile",
                new Recipe(new Platform("linux", "amd64"), Of($"{name} file"), Of("evaluation"), Of("context"),
                    used.ToImmutableSortedDictionary(one => one.Name, one => one.Digest, StringComparer.Ordinal), [.. sources.Select(Of)]),
                [.. sources.Select(source => new StatedSource(new SourceRequest(Of(source), new Uri(source)), Repack(source)))]),
        ]);

    private static ArchiveFile? Repack(string source) =>
        source.Contains("repack", StringComparison.Ordinal) ? new ArchiveFile(Of(source), "", "zlib", "1:1.3", "zlib_1.3.orig.tar.gz", IsRepack: true) : null;

    private static Digest Of(string text) => Digest.Compute(Encoding.UTF8.GetBytes(text));
}

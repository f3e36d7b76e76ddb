using ImgRep.Host.Checkouts;
using ImgRep.Host.Trust;
using ImgRep.Host.Trust.Lineages;
using ImgRep.Primitives;

namespace ImgRep.EndToEnd.Trust;

/// <summary>Lineages and bundles of a signed tree, with real keys and real gpg.</summary>
public sealed class LineageTests : IDisposable
{
    private readonly SignedTree tree = new();

    private string Bundle => tree.PathOf("b.jsonl");

    [Fact]
    public async Task Whoever_has_the_keys_gets_from_a_bundle_the_verdict_that_the_tree_gives()
    {
        tree.Write("policy.yaml", "image:\n  people: 2\n");
        tree.Person("alice");
        tree.Person("bob", "two");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        tree.Sign("alice", SignedTree.Rebuilt);
        tree.Sign("bob", SignedTree.Rebuilt, 2);
        var export = await WriteAsync();
        (export.Images, export.Confirmations).ShouldBe((1, 2), "alice's manifest says what her signature of the image says");
        Directory.Delete(tree.PathOf("signatures"), recursive: true);
        Directory.Delete(tree.PathOf("packages/zlib"), recursive: true);
        File.Delete(tree.PathOf("digests"));
        (await VerdictAsync()).ShouldBe((true, ""));
        // Without bob's, or with a byte of what he signed changed, it is not enough.
        var lines = await File.ReadAllLinesAsync(Bundle);
        await File.WriteAllTextAsync(Bundle, string.Concat(lines[..^1].Select(line => line + "\n")));
        (await VerdictAsync()).Met.ShouldBeFalse();
    }

    [Fact]
    public async Task A_signature_of_other_bytes_does_not_count_and_is_named_by_its_number()
    {
        tree.Person("alice");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        var export = await WriteAsync();
        var statement = ImgRep.Trust.Statements.ConfirmationStatement.Parse(export.Envelopes[1].Payload);
        var forged = statement with { Signed = (byte[])[.. statement.Signed.Span[..^66], (byte)'0', .. statement.Signed.Span[^65..]] };
        await File.WriteAllBytesAsync(Bundle, (export with { Envelopes = [export.Envelopes[0], export.Envelopes[1] with { Payload = forged.Write().AsMemory() }] }).ToBytes());
        var (met, rejected) = await VerdictAsync();
        met.ShouldBeFalse();
        rejected.ShouldStartWith($"{Bundle}:2: bad: ");
    }

    [Fact]
    public async Task A_confirmation_of_something_else_than_it_says_is_refused()
    {
        tree.Person("alice");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        var export = await WriteAsync();
        var statement = ImgRep.Trust.Statements.ConfirmationStatement.Parse(export.Envelopes[1].Payload) with { Subjects = [(SignedTree.Zlib, Digest.Compute("other"u8))] };
        await File.WriteAllBytesAsync(Bundle, (export with { Envelopes = [export.Envelopes[0], export.Envelopes[1] with { Payload = statement.Write().AsMemory() }] }).ToBytes());
        var refused = await Should.ThrowAsync<RejectedInputException>(VerdictAsync);
        refused.Diagnostics.Single().Span.ToString().ShouldBe($"{Bundle}:2:1");
    }

    [Fact]
    public async Task The_command_prints_writes_and_verifies()
    {
        tree.Person("alice");
        tree.Manifest("alice", [SignedTree.Rebuilt]);
        var text = Run("lineage", "zlib");
        text.Output.ShouldBe($"zlib: {SignedTree.Image}, confirmed\n    no other image, no source and no seed: only what its own folder holds\n", text.ToString());
        Run("lineage", "zlib", "--bundle", "b.jsonl", "--sign").Output.ShouldBe("b.jsonl: 1 image, 1 confirmation\n");
        var verified = Run("verify", "--bundle", "b.jsonl");
        verified.ExitCode.ShouldBe(0, verified.ToString());
        verified.Output.ShouldStartWith($"zlib: {SignedTree.Image}: confirmed: 1 of 1 person (alice)");

        // Whoever has nothing but the keys and the policy.
        var bare = Directory.CreateTempSubdirectory("imgrep-keys-alone-").FullName;
        try
        {
            Imgrep.Run("cp", ["-r", tree.PathOf("keys"), tree.PathOf("policy.yaml"), bare], "/").ExitCode.ShouldBe(0);
            Imgrep.Run(Imgrep.Launcher, ["verify", "--bundle", Bundle], bare).Output.ShouldBe(verified.Output);
        }
        finally
        {
            Directory.Delete(bare, recursive: true);
        }
        await File.AppendAllTextAsync(Bundle, "x\n");
        var refused = Run("verify", "--bundle", "b.jsonl");
        refused.ExitCode.ShouldBe(2);
        refused.Errors.ShouldStartWith("b.jsonl:3:1: error: it is no DSSE envelope");
        (await CheckoutLineage.ReadAsync(new Checkout(tree.Root), [], [], SignedTree.Now, CancellationToken.None)).Images.ShouldHaveSingleItem();
    }

    public void Dispose() => tree.Dispose();

    private async Task<BundleExport> WriteAsync()
    {
        var read = await CheckoutLineage.ReadAsync(new Checkout(tree.Root), ["zlib"], [], SignedTree.Now, CancellationToken.None);
        var export = BundleExport.Create(new Checkout(tree.Root), read.Sources, read.Trace(SignedTree.Zlib));
        await File.WriteAllBytesAsync(Bundle, export.ToBytes());
        return export;
    }

    private async Task<(bool Met, string Rejected)> VerdictAsync()
    {
        var checkout = new Checkout(tree.Root);
        var root = TrustRoot.Read(checkout);
        var (bundle, verified) = await BundleCheck.ReadAsync(Bundle, checkout, root, [], SignedTree.Now, CancellationToken.None);
        return (bundle.Images.All(image => verified.Judge(root.Policy.Image, image.Package, image.Image).IsMet),
            string.Join('\n', verified.Rejections.Select(rejection => $"{rejection.File}: {rejection.Reason}")));
    }

    private Outcome Run(params string[] arguments) => Imgrep.Run(Imgrep.Launcher, arguments, tree.Root, tree.Gnupg.Variables);
}

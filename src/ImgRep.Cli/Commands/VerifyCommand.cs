using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Store;
using ImgRep.Host.Trust;
using ImgRep.Host.Trust.History;
using ImgRep.Host.Trust.Lineages;
using ImgRep.Host.Trust.Verdicts;
using ImgRep.Host.Trust.Verifying;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.Signatures;

namespace ImgRep.Cli.Commands;

internal static class VerifyCommand
{
    public static Command Create()
    {
        var images = CommonOptions.PackageNames("A package, an archive, an image layout, or IMAGE@DIGEST [default: every package of the tree]");
        images.HelpName = "IMAGE";
        var release = new Option<bool>("--release") { Description = "Ask what the policy asks of a release" };
        var bundle = new Option<string?>("--bundle")
        {
            Description = "Verify the statements of a file that lineage --bundle wrote, with keys/ and policy.yaml alone",
            HelpName = "FILE",
        };
        var keys = new Option<string?>("--keys")
        {
            Description = "Whose signatures count: a folder like keys/, with people.yaml and key files, in its place",
            HelpName = "DIR",
        };
        var policy = new Option<string?>("--policy") { Description = "How many must have signed: a file like policy.yaml, in its place", HelpName = "FILE" };
        var command = new CommandWithExample(
            "verify", "Say whether images have the confirmations that the policy asks for; nothing is pulled or changed", "imgrep verify busybox out/zlib.tgz",
            "an image does not have the confirmations that the policy asks for, or the history is refused", typeof(VerifyAnswer))
        {
            images, release, bundle, keys, policy, TrustOption.Trust,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(bundle) is not null && result.GetValue(images) is { Length: > 0 })
                result.AddError("--bundle verifies every image of the file: name none beside it");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            using var progress = CommandProgress.Start("verifying");
            var tree = arguments.GetValue(bundle) is null ? CommonOptions.TreeOf(arguments) : CommonOptions.KeysOf(arguments);
            var own = new OwnTrust(arguments.GetValue(keys), arguments.GetValue(policy));
            var root = TrustRoot.Read(tree, own);
            var history = await CheckedOutHistory.ReadAsync(tree, ContentStore.DefaultRoot, DateTimeOffset.UtcNow, cancellation);
            var quorum = arguments.GetValue(release) ? root.Policy.Release : root.Policy.Image;
            if (arguments.GetValue(bundle) is { } file)
            {
                var (stated, checking) = await BundleCheck.ReadAsync(file, tree, root, TrustOption.Read(arguments), DateTimeOffset.UtcNow, cancellation);
                return VerifyAnswer.Conclude(arguments, [.. stated.Images.Select(image => JudgedImage.From(
                    new AskedImage(image.Package.ToString(), image.Package, image.Image), checking.Judge(quorum, image.Package, image.Image), root.Digests))],
                    checking, history, own);
            }
            var asked = Ask(tree, root.Digests, arguments.GetRequiredValue(images), cancellation);
            var known = arguments.GetRequiredValue(images).Length == 0 ? null : asked.Select(image => image.Package).ToHashSet();
            var verified = await VerifiedCheckout.ReadAsync(tree, root, known, TrustOption.Read(arguments), DateTimeOffset.UtcNow, cancellation, progress);
            var judged = asked.Select(image => JudgedImage.From(image, image.Image is { } digest ? verified.Judge(quorum, image.Package, digest) : null, root.Digests));
            if (CheckoutFile.TypeOf(tree, SignaturePlace.Numbered) is not null)
                Report.Warning(SignaturePlace.Numbered, "signatures lie there no more: imgrep signatures migrate moves them; until then they count as before");
            return VerifyAnswer.Conclude(arguments, [.. judged], verified, history, own);
        });
        return command;
    }

    private static List<AskedImage> Ask(Checkout tree, IReadOnlyDictionary<PackageName, Digest> digests, string[] subjects, CancellationToken cancellation) =>
        subjects.Length == 0 ? [.. AskedImage.All(tree, digests)] : [.. subjects.Select(subject => AskedImage.Resolve(subject, tree, digests, cancellation))];
}

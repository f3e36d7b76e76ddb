using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Trust;
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
        var command = new CommandWithExample(
            "verify", "Say whether images have the confirmations that the policy asks for; nothing is pulled or changed", "imgrep verify busybox out/zlib.tgz",
            "an image does not have the confirmations that the policy asks for", typeof(VerifyAnswer))
        {
            images, release, TrustOption.Trust,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            using var progress = CommandProgress.Start("verifying");
            var tree = CommonOptions.TreeOf(arguments);
            var root = TrustRoot.Read(tree);
            var asked = Ask(tree, root.Digests, arguments.GetRequiredValue(images), cancellation);
            var known = arguments.GetRequiredValue(images).Length == 0 ? null : asked.Select(image => image.Package).ToHashSet();
            var verified = await VerifiedCheckout.ReadAsync(tree, root, known, TrustOption.Read(arguments), DateTimeOffset.UtcNow, cancellation, progress);
            var quorum = arguments.GetValue(release) ? root.Policy.Release : root.Policy.Image;
            var judged = asked.Select(image => JudgedImage.From(image, image.Image is { } digest ? verified.Judge(quorum, image.Package, digest) : null, root.Digests));
            if (CheckoutFile.TypeOf(tree, SignaturePlace.Numbered) is not null)
                Report.Warning(SignaturePlace.Numbered, "signatures lie there no more: imgrep signatures migrate moves them; until then they count as before");
            return VerifyAnswer.Conclude(arguments, [.. judged], verified);
        });
        return command;
    }

    private static List<AskedImage> Ask(Checkout tree, IReadOnlyDictionary<PackageName, Digest> digests, string[] subjects, CancellationToken cancellation) =>
        subjects.Length == 0 ? [.. AskedImage.All(tree, digests)] : [.. subjects.Select(subject => AskedImage.Resolve(subject, tree, digests, cancellation))];
}

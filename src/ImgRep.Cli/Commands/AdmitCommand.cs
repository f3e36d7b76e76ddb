using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Posix;
using ImgRep.Host.Trust.Verdicts;
using ImgRep.Primitives;

namespace ImgRep.Cli.Commands;

/// <summary>An image verifier of containerd: it is given a name and a digest as options with one dash, and a descriptor on standard input. Its exit code says
/// whether the image may be pulled, its output why not.</summary>
internal static class AdmitCommand
{
    private const string Descriptor = "application/vnd.oci.descriptor.v1+json";

    /// <summary>containerd waits for ten seconds, and takes silence for a refusal without a reason.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    public static Command Create()
    {
        var name = new Option<string>("-name") { Description = "The image's name, as containerd has it", HelpName = "IMAGE", Required = true };
        var digest = new Option<string>("-digest") { Description = "The digest of what is to be pulled", HelpName = "DIGEST", Required = true };
        var type = new Option<string?>("-stdin-media-type") { Description = "What containerd gives on standard input: a descriptor of the image", HelpName = "TYPE" };
        var registry = RegistryOptions.Address("--registry", "The registry that has the images, as push --to takes it", required: true);
        var others = new Option<bool>("--admit-others") { Description = "Admit images that are none of this registry's imgrep/" };
        var command = new CommandWithExample(
            "admit", "Say whether a container runtime may run an image, by the full policy: a verifier for containerd",
            "imgrep admit --tree /srv/tree --registry registry.example.org/team -name registry.example.org/team/imgrep/zlib:1.3.1 -digest "
                + "sha256:91dab8ded6bd804a6bb3f626489101bed96c27e13dfd18fad45c066ad970b99a",
            "the image may not run", typeof(AdmitAnswer))
        {
            name, digest, type, registry, others, TrustOption.Trust,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(digest) is { } text && !Digest.TryParse(text, out _))
                result.AddError($"'{text}' is no sha256 digest");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limited.CancelAfter(Patience);
            var image = Digest.Parse(arguments.GetRequiredValue(digest));
            var admission = new Admission(CommonOptions.TreeOf(arguments), arguments.GetRequiredValue(registry)!.Text, arguments.GetValue(others), TrustOption.Read(arguments));
            var (admitted, reason) = await JudgeAsync(admission, arguments.GetRequiredValue(name), image, arguments.GetValue(type), limited.Token, cancellation);
            Answer.Print(arguments, new AdmitAnswer(arguments.GetRequiredValue(name), image, admitted, reason));
            return admitted ? ExitCode.Done : ExitCode.NegativeVerdict;
        });
        return command;
    }

    private static async Task<(bool Admitted, string Reason)> JudgeAsync(
        Admission admission, string name, Digest image, string? type, CancellationToken limited, CancellationToken cancellation)
    {
        try
        {
            if (type == Descriptor && Admission.ProblemOf(await StandardInput.ReadAsync(Admission.LargestDescriptor, limited), image) is { } problem)
                return (false, problem);
            return await admission.JudgeAsync(name, image, DateTimeOffset.UtcNow, limited);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (false, $"nothing was found out within {Patience.TotalSeconds:0} seconds");
        }
    }
}

using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Keys;
using ImgRep.Host.Posix;
using ImgRep.Host.Trust;
using ImgRep.Host.Trust.Verdicts;

namespace ImgRep.Cli.Commands;

internal static class PolicyCommand
{
    public static Command Create()
    {
        var podman = new Option<bool>("--podman") { Description = "Write policy.json, keys/, registries.d/ and lookaside/ for Podman, Skopeo and CRI-O", Required = true };
        var folder = new Option<string>("--out") { Description = "Where to write them", HelpName = "DIR", Required = true };
        var registry = RegistryOptions.Address("--registry", "The registry that has the images, as push --to takes it", required: true);
        var lookaside = new Option<string?>("--lookaside")
        {
            Description = "Where the folder lookaside/ of DIR is served [default: where it lies, as a file URL]",
            HelpName = "URL",
        };
        lookaside.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(Uri.TryCreate(token.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "file"
                && !token.Value.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))))
                result.AddError($"'{token.Value}' is no URL: write http, https or file, and a path");
        });
        var command = new CommandWithExample(
            "policy", "Have stock clients enforce the policy where they pull",
            "imgrep policy --podman --out /etc/imgrep --registry registry.example.org/team --lookaside https://example.org/lookaside",
            null, typeof(PolicyAnswer))
        {
            podman, folder, registry, lookaside,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            var root = TrustRoot.Read(tree);
            var now = DateTimeOffset.UtcNow;
            var keys = await KeyCheck.ListAsync(root.Keys, now, cancellation);
            var path = Disk.FullPath(arguments.GetRequiredValue(folder));
            var signatures = Path.Combine(path, "lookaside");
            var address = arguments.GetRequiredValue(registry)!;
            var unsaid = new PodmanPolicy(address, arguments.GetValue(lookaside) ?? new Uri(signatures).AbsoluteUri).Write(root, keys, path);
            var files = await Lookaside.ListAsync(tree, root, now, cancellation);
            Lookaside.Write(Path.Combine(signatures, address.Path), files);
            if (!unsaid.IsEmpty)
                Report.Warning("policy.yaml", $"these clients cannot ask for {string.Join(", ", unsaid)}: imgrep verify does");
            Report.Warning("policy.yaml", "these clients know no dates and no recipes: write their files again after every change of keys/ or policy.yaml, and for new signatures");
            Answer.Print(arguments, new PolicyAnswer(Path.Combine(path, "policy.json"), Path.Combine(path, "registries.d"), signatures, files.Length));
            return ExitCode.Done;
        });
        return command;
    }
}

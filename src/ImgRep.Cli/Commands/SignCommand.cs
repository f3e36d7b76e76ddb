using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Keys;
using ImgRep.Host.Plans;
using ImgRep.Host.Store;
using ImgRep.Host.Trust;
using ImgRep.Host.Trust.Signing;
using ImgRep.Host.Trust.Verdicts;
using ImgRep.Packages;
using ImgRep.Trust.Signatures;

namespace ImgRep.Cli.Commands;

internal static class SignCommand
{
    public static Command Create()
    {
        var names = CommonOptions.PackageNames("The packages to sign [default: all that were built here]");
        var manifestOnly = new Option<bool>("--manifest-only") { Description = "Sign the manifest of hashes, and no single images" };
        var absorb = new Option<bool>("--absorb")
        {
            Description = "Have the new manifest also replace your older ones that are committed and say nothing more: fewer files, but branches may conflict",
        };
        var renew = new Option<bool>("--renew")
        {
            Description = "Sign again, as of today, what you have signed in a manifest before: a policy may ask that a confirmation is not too old (max-age)",
        };
        var key = KeyOption.Create("Which key");
        var commit = CommitOption.Create("signatures/");
        var claim = new Option<string>("--claim") { Description = "What to say about them", DefaultValueFactory = _ => "rebuilt" };
        claim.AcceptOnlyFromAmong("rebuilt", "copied");
        var disagree = new Option<bool>("--disagree")
        {
            Description = "Sign instead that these were built here and gave other digests than the committed ones, with what it takes to find out why",
        };
        var withdraw = new Option<bool>("--withdraw") { Description = "Sign instead that you take back all that you have said about what these come to" };
        var command = new CommandWithExample(
            "sign", "Sign what was built on this machine and gave the committed digests (GPG_SIGN names the program that signs)", "imgrep sign --manifest-only",
            "something that was named is not signed, or nothing could be", typeof(SignAnswer))
        {
            names, manifestOnly, absorb, renew, commit, key, claim, disagree, withdraw,
        };
        command.Validators.Add(result =>
        {
            Option<bool>[] kinds = [.. new[] { disagree, withdraw }.Where(result.GetValue)];
            if (kinds.Length == 0)
                return;
            if (result.GetValue(names) is not { Length: > 0 })
                result.AddError($"{kinds[0].Name} is about packages that are named: name them");
            if (kinds.Length > 1 || result.GetValue(manifestOnly) || result.GetValue(absorb) || result.GetValue(renew)
                || result.GetResult(claim) is { Implicit: false })
                result.AddError($"{kinds[0].Name} says something of its own: give no other of --disagree, --withdraw, --claim, --manifest-only, --absorb and --renew");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var tree = CommonOptions.TreeOf(arguments);
            UnsignedTreeException.ThrowIfUnsigned(tree);
            CommitOption.Prepare(arguments, commit, tree, cancellation);
            using var store = new ContentStore(ContentStore.DefaultRoot);
            var chosen = arguments.GetRequiredValue(names);
            var plan = BuildPlan.Read(tree, chosen, store, cancellation);
            var asked = chosen.Length == 0 ? null : chosen.Select(PackageName.Parse).ToHashSet();
            var keys = KeyFolder.Read(tree);
            var (before, now) = (await CountingSignatures.ReadAsync(tree, keys, asked, cancellation), DateTimeOffset.UtcNow);
            var signed = arguments.GetValue(disagree)
                ? await new DisagreeingSession(tree, store, keys, before, arguments.GetValue(key)).RunAsync(plan, asked!, now, cancellation)
                : arguments.GetValue(withdraw) ? await new WithdrawingSession(tree, keys, before, arguments.GetValue(key)).RunAsync(asked!, now, cancellation)
                : await new SigningSession(
                    tree, store, keys, before, arguments.GetRequiredValue(claim) == "copied", arguments.GetValue(manifestOnly), arguments.GetValue(key))
                {
                    Absorb = arguments.GetValue(absorb),
                    Renew = arguments.GetValue(renew),
                }.RunAsync(plan, asked, now, cancellation);
            var what = arguments.GetValue(disagree) ? "disagreement" : arguments.GetValue(withdraw) ? "withdrawal" : "signatures";
            foreach (var (package, reason) in signed.Refused)
                Report.Warning(package.ToString(), $"it is not signed: {reason}");
            KeyOption.Warn(signed.Subkey);
            Answer.Print(arguments, SignAnswer.From(signed));
            if (signed.Person.Length > 0)
            {
                if (signed.Files.IsEmpty)
                    await Terminal.Writer.WriteLineAsync(Terminal.Printable($"nothing new to sign: {signed.Person} has confirmed what was built here before"));
                CommitOption.Run(arguments, commit, tree, SignaturePlace.FoldersOf(signed.Person), $"{what} of {signed.Person}", mustBeSigned: false, cancellation);
            }
            return !signed.Refused.IsEmpty && (chosen.Length > 0 || signed.Person.Length == 0) ? ExitCode.NegativeVerdict : ExitCode.Done;
        });
        return command;
    }
}

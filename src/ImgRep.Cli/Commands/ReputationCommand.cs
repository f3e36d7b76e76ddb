using System.CommandLine;
using ImgRep.Cli.Answers;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Trust.Reputations;
using ImgRep.Packages;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;

namespace ImgRep.Cli.Commands;

internal static class ReputationCommand
{
    public static Command Create()
    {
        var subject = new Argument<string?>("WHO")
        {
            Description = "A person of keys/people.yaml, or a package [default: everybody]",
            HelpName = "PERSON|NAME",
            Arity = ArgumentArity.ZeroOrOne,
        };
        subject.CompletionSources.Add(context => KnownKeys.People(context.ParseResult).Concat(CommonOptions.CompleteNames(context.ParseResult)));
        var online = new Option<bool>("--online") { Description = "Visit the pages that keys claim, and say whether they name the key in turn" };
        var command = new CommandWithExample(
            "reputation", "Say what people's confirmations have come to, by the history of signatures/ in git", "imgrep reputation alice --trust bob",
            null, typeof(ReputationAnswer), typeof(PackageReputationAnswer))
        {
            subject, TrustOption.Trust, online,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            using var progress = CommandProgress.Start("reading");
            var tree = CommonOptions.TreeOf(arguments);
            var reputation = await CheckoutReputation.ReadAsync(tree, TrustOption.Read(arguments), DateTimeOffset.UtcNow, cancellation);
            if (reputation.IsShallow)
                Report.Warning("git", "the history is cut off: who was there before looks new (git fetch --unshallow)");
            var name = arguments.GetValue(subject);
            if (name is null || reputation.Records.ContainsKey(name))
            {
                List<Person> asked = [.. reputation.Keys.People.Where(person => name is null || person.Id == name).OrderBy(person => person.Id, StringComparer.Ordinal)];
                var proofs = await ProofsAsync(reputation, asked, arguments.GetValue(online), cancellation);
                Answer.Print(arguments, ReputationAnswer.From(reputation, asked, proofs));
                return ExitCode.Done;
            }
            if (PackageName.TryParse(name, out var package) && reputation.Arrivals.Any(arrival => arrival.Claim.Package == package))
            {
                Answer.Print(arguments, PackageReputationAnswer.From(reputation, package));
                return ExitCode.Done;
            }
            throw new RejectedInputException(Diagnostic.Error(
                SourceSpan.Whole(PeopleFile.Path), "reputation", $"'{name}' is no person here, and no package that anybody has confirmed", "imgrep reputation lists everybody"));
        });
        return command;
    }

    private static async Task<ILookup<Fingerprint, ShownProof>> ProofsAsync(CheckoutReputation reputation, List<Person> asked, bool online, CancellationToken cancellation)
    {
        var keys = asked.SelectMany(person => person.Keys).Select(key => key.OpenPgp).ToHashSet();
        var proofs = new List<(Fingerprint Key, ShownProof Proof)>();
        foreach (var (key, address) in reputation.Web.Proofs.Where(proof => keys.Contains(proof.Key)))
            proofs.Add((key, new ShownProof(address, online, online ? await IdentityProof.ProblemAsync(address, key, cancellation) : null)));
        return proofs.ToLookup(proof => proof.Key, proof => proof.Proof);
    }
}

using ImgRep.Host.Trust.Reputations;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;

namespace ImgRep.Cli.Answers;

/// <summary>People's reputation; for people, a line each and more below it.</summary>
/// <param name="Shallow">Whether the history is cut off, so that who was there before looks new.</param>
internal sealed record ReputationAnswer(bool Shallow, IEnumerable<ShownReputation> People) : IAnswer
{
    public static ReputationAnswer From(CheckoutReputation reputation, IEnumerable<Person> asked, ILookup<Fingerprint, ShownProof> proofs) =>
        new(reputation.IsShallow, asked.Select(person => ShownReputation.From(reputation, person, proofs)));

    public IEnumerable<string> Lines() => People.SelectMany(person => person.Lines());
}

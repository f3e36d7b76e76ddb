using ImgRep.Primitives;
using ImgRep.Trust.People;

namespace ImgRep.Trust.Reputation;

/// <summary>What people got from one recipe, and which digest has proved right.</summary>
/// <param name="Image">The digest that people of most organisations got in the end; where two are even, the one that the tree commits to, or else none. None
/// either, if the tree never committed to it: what a few people made up between them is nothing that could prove right.</param>
/// <param name="IsShared">People of two organisations or more got it.</param>
internal sealed record Consensus(Digest? Image, bool IsShared)
{
    /// <param name="arrivals">All of one package and recipe, in the order of the history.</param>
    /// <param name="committed">What the tree commits to now.</param>
    /// <param name="stood">What it ever committed to.</param>
    public static Consensus Compute(IReadOnlyList<Arrival> arrivals, IReadOnlyDictionary<string, Person> people, Digest? committed, IReadOnlySet<Digest> stood)
    {
        // Who has corrected a mistake stands behind what they said last.
        var votes = arrivals.Where(arrival => !arrival.IsWithdrawn).GroupBy(arrival => arrival.Person).Select(mine => (mine.Last().Claim.Image, people[mine.Key].Organisation))
            .Distinct().GroupBy(vote => vote.Image).Select(vote => (Image: vote.Key, Count: vote.Count())).ToList();
        if (votes.Count == 0)
            return new Consensus(null, false);
        var most = votes.Max(vote => vote.Count);
        var leading = votes.Where(vote => vote.Count == most).Select(vote => vote.Image).ToList();
        var image = leading.Count == 1 ? leading.Find(one => one == committed || stood.Contains(one)) : leading.Find(one => one == committed);
        return new Consensus(image, image is not null && most > 1);
    }
}

using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>Digests by the names that were asked for; for people, lines that <c>sha256sum</c> could have written.</summary>
internal sealed class DigestsAnswer : OrderedDictionary<string, Digest>, IAnswer
{
    public DigestsAnswer(IEnumerable<KeyValuePair<string, Digest>> digests)
    {
        foreach (var (name, digest) in digests)
            this[name] = digest;
    }

    public IEnumerable<string> Lines() => this.Select(named => $"{named.Value.Hex}  {named.Key}");
}

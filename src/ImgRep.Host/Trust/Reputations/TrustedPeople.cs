using ImgRep.Host.Keys;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;

namespace ImgRep.Host.Trust.Reputations;

/// <summary>The people whom a user means by short names and fingerprints.</summary>
internal static class TrustedPeople
{
    /// <exception cref="RejectedInputException">One of them is nobody of the tree.</exception>
    public static IReadOnlySet<string> Find(KeyFolder keys, IEnumerable<string> trusted) => trusted.Select(name => Find(keys, name)).ToHashSet(StringComparer.Ordinal);

    private static string Find(KeyFolder keys, string name)
    {
        var person = Fingerprint.TryParse(name, out var key) ? keys.People.FirstOrDefault(person => person.Keys.Any(own => own.OpenPgp == key))
            : keys.People.FirstOrDefault(person => person.Id == name);
        return person?.Id ?? throw new RejectedInputException(Diagnostic.Error(
            SourceSpan.Whole(PeopleFile.Path), "trusted", $"nobody here is or holds '{name}', whom you say that you trust",
            "name a person of the file, or the whole fingerprint of a key of theirs"));
    }
}

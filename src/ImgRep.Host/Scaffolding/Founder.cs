using System.Collections.Immutable;
using System.Text;
using ImgRep.Host.Git;
using ImgRep.Host.Keys;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Policies;

namespace ImgRep.Host.Scaffolding;

/// <summary>The first person of a tree.</summary>
/// <param name="Id">The short name in <c>keys/people.yaml</c>.</param>
/// <param name="Keys">The first signs commits.</param>
/// <param name="Policy">What they ask of an image.</param>
public sealed record Founder(string Id, string Name, string Email, string Organisation, ImmutableArray<SigningIdentity> Keys, FirstPolicy Policy)
{
    public CommitAuthor Author => new(Name, Email, Keys[0].Format, Keys[0].Selector);

    /// <summary>Whether a key of theirs can confirm images.</summary>
    public bool CanConfirm => Keys.Any(key => key.Format == SigningIdentity.OpenPgp);

    /// <summary>A short name for somebody; null where the name has no plain letters to make one of.</summary>
    public static string? SuggestId(string name)
    {
        var first = string.Concat(name.Split(' ')[0].ToLowerInvariant().Where(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-').Take(40));
        return PeopleFile.IsId(first) ? first : null;
    }

    /// <summary>The files of <c>keys/</c>.</summary>
    /// <exception cref="RejectedInputException">They would not be accepted: all that is wrong.</exception>
    public List<(string Path, byte[] Bytes)> Files()
    {
        var people = Encoding.UTF8.GetBytes(PeopleEdit.AddPerson("", [], Id, Name, Organisation, [Role.Maintainer, Role.Reviewer], Keys.Select(key => key.Line)));
        var keys = Keys.Where(key => key.Armored is not null).ToDictionary(key => PublicKey.Parse(key.Armored).Fingerprint, key => key.Armored!);
        var files = keys.ToDictionary(key => $"{key.Key}.asc", key => key.Value);
        var diagnostics = new List<Diagnostic>();
        KeyFolder.Read(people, "", files.Keys, name => KeyFolder.ReadKey(files[name], ""), diagnostics);
        return diagnostics.Count > 0 ? throw new RejectedInputException([.. diagnostics])
            : [.. keys.Select(key => (KeyFolder.PathOf(key.Key), key.Value)), (PeopleFile.Path, people)];
    }
}

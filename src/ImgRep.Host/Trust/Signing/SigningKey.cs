using System.Collections.Immutable;
using ImgRep.Host.Checkouts;
using ImgRep.Host.Git;
using ImgRep.Host.Keys;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;

namespace ImgRep.Host.Trust.Signing;

/// <summary>Who signs, with which key.</summary>
/// <param name="Primary">As in <c>keys/people.yaml</c>.</param>
/// <param name="Selector">What gpg is given as the key: the fingerprint, or what the user wrote.</param>
public sealed record SigningKey(Person Person, Fingerprint Primary, string Selector)
{
    /// <param name="given">A key as gpg knows it; null for the only secret key that somebody in <c>keys/people.yaml</c> holds, or of several the one that
    /// git signs with (git-config(1), <c>user.signingKey</c>).</param>
    /// <param name="now">Who does not count now does not sign.</param>
    /// <exception cref="RejectedInputException">There is no such key, or more than one.</exception>
    public static async Task<SigningKey> FindAsync(Checkout tree, KeyFolder keys, string? given, DateTimeOffset now, CancellationToken cancellation)
    {
        var (secret, held) = await HeldAsync(keys, given, cancellation);
        if (given is null && held.Length > 1 && GitConfiguration.SigningKey(tree, cancellation) is { } preferred
            && await HeldAsync(keys, preferred, cancellation) is (_, [var (holder, own)]))
            return Usable(holder, own, preferred, now);
        return held switch
        {
            [var (person, key)] => Usable(person, key, given ?? key.Hex, now),
            [] when secret.Length == 0 => throw Rejected(
                $"there is no secret key{(given is null ? "" : $" '{given}'")}",
                "imgrep's docs/become-a-signer.md says how to make one; gpg --list-secret-keys shows those there are"),
            [] => throw Rejected($"nobody in {PeopleFile.Path} holds {string.Join(" or ", secret)}",
                "send the public key to a maintainer, as imgrep's docs/become-a-signer.md says; once it is in the tree: git pull"),
            _ => throw Rejected(
                $"there are secret keys of {string.Join(", ", held.Select(one => $"{one.Person.Id} ({one.Key})"))}",
                $"say which with --key, for instance --key {held[0].Key}, or git config user.signingKey"),
        };
    }

    /// <summary>The secret keys there are, and those of people of the tree among them.</summary>
    private static async Task<(ImmutableArray<Fingerprint> Secret, ImmutableArray<(Person Person, Fingerprint Key)> Held)> HeldAsync(
        KeyFolder keys, string? given, CancellationToken cancellation)
    {
        string[] named = given is null ? [] : ["--", given];
        var (code, output, errors) = await Gnupg.RunAsync(
            Gnupg.SigningProgram, ["--batch", "--with-colons", "--fixed-list-mode", "--list-secret-keys", .. named], default, cancellation);
        if (code != 0 && given is null)
            throw new EnvironmentException("list secret keys with", Gnupg.SigningProgram, Gnupg.ReasonOf(code, errors));
        ImmutableArray<Fingerprint> secret = [.. KeyFacts.Parse(Gnupg.Lines(output).Select(AsPublic)).Select(key => key.Primary).Distinct()];
        return (secret, [.. secret.SelectMany(key => keys.People.Where(person => person.Keys.Any(own => own.OpenPgp == key)).Select(person => (person, key)))]);
    }

    private static SigningKey Usable(Person person, Fingerprint key, string selector, DateTimeOffset now) =>
        Refusal(person, key, now) is { } refusal ? throw Rejected(refusal, "sign with another key") : new SigningKey(person, key, selector);

    private static string? Refusal(Person person, Fingerprint fingerprint, DateTimeOffset now)
    {
        var key = person.Keys.First(own => own.OpenPgp == fingerprint);
        return Exclusion.Find(person, key, now) is { } exclusion ? $"nothing would count that is signed today by {exclusion.Describe(person, key)}" : null;
    }

    private static string AsPublic(string line) => line switch
    {
        _ when line.StartsWith("sec:", StringComparison.Ordinal) => "pub" + line[3..],
        _ when line.StartsWith("ssb:", StringComparison.Ordinal) => "sub" + line[3..],
        _ => line,
    };

    private static RejectedInputException Rejected(string message, string? hint) => new(Diagnostic.Error(SourceSpan.Whole(PeopleFile.Path), "signing-key", message, hint));
}

using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;

namespace ImgRep.Host.Keys;

/// <summary>Who is given a key.</summary>
/// <param name="Name">For a new person, as are the other members; null for one that is there.</param>
public sealed record KeyHolder(string Id, string? Name, string? Organisation, IReadOnlyList<Role> Roles);

/// <summary>Changes <c>keys/</c>. What it would come to is read before anything is written; files are written whole, then renamed.</summary>
public sealed class KeyEdit(Checkout tree)
{
    /// <summary>Adds a key, and its holder if need be.</summary>
    /// <param name="armored">What <c>gpg --armor --export</c> gives.</param>
    /// <param name="file">What messages call it.</param>
    /// <exception cref="RejectedInputException">The key is not acceptable, or its holder is not known.</exception>
    public async Task<Fingerprint> AddAsync(byte[] armored, string file, KeyHolder holder, CancellationToken cancellation)
    {
        var key = Parse(armored, file);
        await RefuseWeakAsync(key, file, cancellation);
        var (text, people) = Read();
        if (people.SelectMany(person => person.Keys).FirstOrDefault(own => own.OpenPgp == key.Fingerprint) is not null)
            throw Rejected(file, $"the key {key.Fingerprint} is in {PeopleFile.Path} already", null);
        var person = people.Find(person => person.Id == holder.Id);
        if (person is null && (holder is not { Name: not null, Organisation: not null } || holder.Roles.Count == 0))
            throw Rejected(PeopleFile.Path, $"nobody is called '{holder.Id}' there", "add --name, --organisation and --role to make a new person");
        var edited = person is null
            ? PeopleEdit.AddPerson(text, people, holder.Id, holder.Name!, holder.Organisation!, holder.Roles, key.Fingerprint)
            : PeopleEdit.AddKey(text, person, key.Fingerprint);
        Check(edited, key);
        DurableFile.Write(tree, KeyFolder.PathOf(key.Fingerprint), armored);
        DurableFile.Write(tree, PeopleFile.Path, Encoding.UTF8.GetBytes(edited));
        return key.Fingerprint;
    }

    /// <summary>Writes that a key is revoked. Its file stays: what it signed before may still count.</summary>
    public void Revoke(string fingerprint, DateTimeOffset since, RevocationReason reason)
    {
        var (text, people) = Read();
        var found = people.SelectMany(person => person.Keys).FirstOrDefault(key => key.IsCalled(fingerprint))
            ?? throw Rejected(PeopleFile.Path, $"nobody holds the key '{fingerprint}'", "imgrep keys list shows all keys");
        if (found.Revoked is not null)
            throw Rejected(found.Span.ToString(), "this key is revoked already", "change the date or the reason there");
        var edited = PeopleEdit.Revoke(text, found, since, reason);
        Check(edited);
        DurableFile.Write(tree, PeopleFile.Path, Encoding.UTF8.GetBytes(edited));
    }

    private (string Text, List<Person> People) Read()
    {
        var diagnostics = new List<Diagnostic>();
        var bytes = CheckoutFile.TryRead(tree, PeopleFile.Path, KeyFolder.LargestPeopleFile) ?? [];
        var text = StrictText.Decode(PeopleFile.Path, bytes, diagnostics) ?? throw new RejectedInputException([.. diagnostics]);
        return (text, text.Length == 0 ? [] : Check(text));
    }

    private static List<Person> Check(string text)
    {
        var diagnostics = new List<Diagnostic>();
        var people = PeopleFile.Parse(text, diagnostics);
        return diagnostics.Count == 0 ? [.. people] : throw new RejectedInputException([.. diagnostics]);
    }

    /// <summary>What <c>keys/</c> would be with a key more.</summary>
    private void Check(string edited, PublicKey added)
    {
        var diagnostics = new List<Diagnostic>();
        KeyFolder.Read(tree, Encoding.UTF8.GetBytes(edited), added, diagnostics);
        if (diagnostics.Count > 0)
            throw new RejectedInputException([.. diagnostics]);
    }

    internal static PublicKey Parse(byte[] armored, string file)
    {
        try
        {
            return PublicKey.Parse(armored);
        }
        catch (MalformedOpenPgpException malformed)
        {
            throw Rejected(file, malformed.Message, "export one public key: gpg --armor --export FINGERPRINT");
        }
    }

    internal static async Task RefuseWeakAsync(PublicKey key, string file, CancellationToken cancellation)
    {
        using var ring = new KeyRing([key]);
        var facts = (await ring.ListAsync(cancellation)).Find(facts => facts.Fingerprint == key.Fingerprint);
        var problem = facts is null or { IsInvalid: true } ? "gpg accepts no part of it as valid" : facts.IsRevoked ? "its holder has revoked it"
            : facts.Weakness is { } weakness ? $"it is {weakness}" : null;
        if (problem is not null)
            throw Rejected(file, $"the key {key.Fingerprint} cannot be used: {problem}", "make a key with gpg --quick-generate-key NAME ed25519 sign");
    }

    private static RejectedInputException Rejected(string file, string message, string? hint) => new(Diagnostic.Error(SourceSpan.Whole(file), "key", message, hint));
}

using System.Collections.Immutable;
using System.Text;
using ImgRep.Host.Checkouts;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.People;
using ImgRep.Trust.Ssh;
using ImgRep.Trust.Yaml;

namespace ImgRep.Host.Keys;

/// <summary>Who is given keys.</summary>
/// <param name="Name">For a new person, as are the other members; null for one that is there.</param>
/// <param name="Since">From when on a new person counts, or keys of one that is there.</param>
/// <param name="Left">From when on a new person counts no more.</param>
public sealed record KeyHolder(string Id, string? Name, string? Organisation, IReadOnlyList<Role> Roles, DateTimeOffset? Since = null, DateTimeOffset? Left = null);

/// <summary>Changes <c>keys/</c>. What it would come to is read before anything is written; files are written whole, then renamed.</summary>
public sealed class KeyEdit(Checkout tree)
{
    /// <summary>Adds keys, and their holder if need be.</summary>
    /// <param name="given">What <c>gpg --armor --export</c> gives, or the <c>.pub</c> file of an SSH key, each with what messages call it.</param>
    /// <returns>The keys, as <c>people.yaml</c> names them.</returns>
    /// <exception cref="RejectedInputException">A key is not acceptable, or its holder is not known.</exception>
    public async Task<ImmutableArray<string>> AddAsync(IReadOnlyList<(byte[] Bytes, string File)> given, KeyHolder holder, CancellationToken cancellation)
    {
        var (text, people) = Read();
        var keys = new List<GivenKey>();
        foreach (var (bytes, file) in given)
        {
            var key = await ReadAsync(bytes, file, cancellation);
            if (people.SelectMany(person => person.Keys).Any(own => own.ToString() == key.Name) || keys.Exists(other => other.Name == key.Name))
                throw Rejected(file, $"the key {key.Name} is in {PeopleFile.Path} already", null);
            keys.Add(key);
        }
        var edited = Add(text, people, holder, keys.ConvertAll(key => $"{key.Kind}: {key.Name}"));
        Check(edited, [.. keys.Select(key => key.OpenPgp).OfType<PublicKey>()]);
        foreach (var key in keys.Where(key => key.OpenPgp is not null))
            DurableFile.Write(tree, KeyFolder.PathOf(key.OpenPgp!.Fingerprint), key.Bytes);
        DurableFile.Write(tree, PeopleFile.Path, Encoding.UTF8.GetBytes(edited));
        return [.. keys.Select(key => key.Name)];
    }

    /// <summary>Writes members of a person in the place of those that are there.</summary>
    /// <param name="change">Null, or no roles, for what stays; its name is the person's new one.</param>
    /// <exception cref="RejectedInputException">There is no such person, or the file would be wrong.</exception>
    public void Set(KeyHolder change)
    {
        var (text, people) = Read();
        if (people.TrueForAll(person => person.Id != change.Id))
            throw Rejected(PeopleFile.Path, $"nobody is called '{change.Id}' there", "imgrep keys list shows all; imgrep keys add FILE --person ID adds one");
        foreach (var (member, value) in (ReadOnlySpan<(string, string?)>)[
            ("name", change.Name is { } name ? YamlQuoted.Print(name) : null), ("organisation", change.Organisation is { } organisation ? YamlQuoted.Print(organisation) : null),
            ("roles", change.Roles.Count > 0 ? PeopleEdit.ListOf(change.Roles) : null), ("since", change.Since is { } since ? PeopleEdit.Moment(since) : null),
            ("left", change.Left is { } left ? PeopleEdit.Moment(left) : null)])
        {
            if (value is not null)
                text = PeopleEdit.Set(text, Check(text).Find(person => person.Id == change.Id)!, member, value);
        }
        Check(text);
        DurableFile.Write(tree, PeopleFile.Path, Encoding.UTF8.GetBytes(text));
    }

    private static string Add(string text, List<Person> people, KeyHolder holder, IReadOnlyList<string> keys)
    {
        if (people.Find(person => person.Id == holder.Id) is not { } known)
        {
            return holder is { Name: not null, Organisation: not null, Roles.Count: > 0 }
                ? PeopleEdit.AddPerson(text, people, holder.Id, holder.Name, holder.Organisation, holder.Roles, keys, holder.Since, holder.Left)
                : throw Rejected(PeopleFile.Path, $"nobody is called '{holder.Id}' there",
                    $"a new person needs {string.Join(", ", Lacking(holder))}");
        }
        if (holder.Left is not null)
            throw Rejected(PeopleFile.Path, $"{holder.Id} is there already", $"imgrep keys set {holder.Id} --left DATE writes when they left");
        foreach (var key in keys)
            text = PeopleEdit.AddKey(text, Check(text).Find(person => person.Id == known.Id)!, key, holder.Since);
        return text;
    }

    /// <summary>What is not known of a new person.</summary>
    private static IEnumerable<string> Lacking(KeyHolder holder)
    {
        if (holder.Name is null)
            yield return "a name";
        if (holder.Organisation is null)
            yield return "an organisation";
        if (holder.Roles.Count == 0)
            yield return "a role";
    }

    private static async Task<GivenKey> ReadAsync(byte[] bytes, string file, CancellationToken cancellation)
    {
        if (Encoding.Latin1.GetString(bytes).Trim() is var line && SshPublicKey.IsLike(line))
        {
            if (line.Contains('\n', StringComparison.Ordinal))
                throw Rejected(file, "it has more than one line", "name the .pub file of one SSH key");
            return SshPublicKey.TryParse(string.Join(' ', line.Split(' ').Take(2)), out var ssh, out var problem)
                ? new GivenKey("ssh", ssh.ToString(), null, bytes) : throw Rejected(file, problem, "name the .pub file of one SSH key");
        }
        var key = Parse(bytes, file);
        await RefuseWeakAsync(key, file, cancellation);
        return new GivenKey("fingerprint", key.Fingerprint.ToString(), key, bytes);
    }

    /// <param name="Kind">What people.yaml calls such a key, and <paramref name="Name"/> the key.</param>
    /// <param name="OpenPgp">Null for a key of SSH.</param>
    private sealed record GivenKey(string Kind, string Name, PublicKey? OpenPgp, byte[] Bytes);

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

    /// <summary>What <c>keys/</c> would be with more keys.</summary>
    private void Check(string edited, ImmutableArray<PublicKey> added)
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

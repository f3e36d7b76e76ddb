using System.Collections.Immutable;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Ssh;
using ImgRep.Trust.Yaml;

namespace ImgRep.Trust.People;

/// <summary>Reads <c>keys/people.yaml</c> (docs/formats/keys.md).</summary>
public static class PeopleFile
{
    public const string Path = "keys/people.yaml";
    private const string Rule = "people";
    private static readonly string[] Reasons = [.. Enum.GetNames<RevocationReason>().Select(name => name.ToLowerInvariant())];

    /// <inheritdoc cref="Parse(string, ICollection{Diagnostic})"/>
    public static ImmutableArray<Person> Parse(ReadOnlySpan<byte> bytes, ICollection<Diagnostic> diagnostics) =>
        StrictText.Decode(Path, bytes, diagnostics) is { } text ? Parse(text, diagnostics) : [];

    /// <param name="diagnostics">Takes every mistake; people with one are left out.</param>
    public static ImmutableArray<Person> Parse(string text, ICollection<Diagnostic> diagnostics)
    {
        if (YamlParser.Parse(Path, text, diagnostics) is not { } file)
            return [];
        var members = new YamlMembers(file, Rule, diagnostics);
        var people = members.Mapping("people").Select(member => ParsePerson(member, diagnostics)).OfType<Person>().ToImmutableArray();
        members.RefuseOthers();
        RefuseSharedKeys(people, diagnostics);
        return people;
    }

    private static Person? ParsePerson(YamlMember member, ICollection<Diagnostic> diagnostics)
    {
        var id = member.Key;
        var members = new YamlMembers(member.Value, Rule, diagnostics);
        if (!IsId(id.Text))
            members.Error(id.Span, $"'{id.Text}' cannot name a person", "use up to 40 lower-case letters, digits and '-', beginning with a letter");
        else if (!YamlTypes.IsText(id.Text))
            members.Error(id.Span, $"'{id.Text}' is {YamlTypes.NoText}", "use another short name");
        var name = members.Required("name", "write name: and the person's name");
        var organisation = ParseOrganisation(members);
        ImmutableSortedSet<Role> roles = [.. members.Words("roles").Select(role => ParseRole(role, members)).OfType<Role>()];
        ImmutableArray<PersonKey> keys = [.. members.Items("keys").Select(key => ParseKey(key, diagnostics)).OfType<PersonKey>()];
        var (since, left) = (members.Date("since"), members.Date("left"));
        members.RefuseOthers();
        if (roles.IsEmpty)
            members.Error(id.Span, $"{id.Text} has no role", $"write roles: [{string.Join(", ", Roles.Names)}], or some of them");
        return name is null || organisation is null ? null : new Person(id.Text, name.Text, organisation, roles, keys, since, left, id.Span);
    }

    private static Organisation? ParseOrganisation(YamlMembers members)
    {
        if (members.Required("organisation", "write organisation: and who pays or hosts them; a person of their own writes their own name") is not { } scalar)
            return null;
        if (!Organisation.TryParse(scalar.Text, out var organisation, out var problem))
            members.Error(scalar.Span, problem, "write it in Latin letters, those with an accent as one character, with digits, blanks and signs of ASCII");
        return organisation;
    }

    private static Role? ParseRole(YamlScalar role, YamlMembers members)
    {
        var found = Roles.Find(role.Text);
        if (found is null)
            members.Error(role.Span, $"'{role.Text}' is no role", $"roles are {string.Join(", ", Roles.Names)}");
        return found;
    }

    private static PersonKey? ParseKey(YamlNode node, ICollection<Diagnostic> diagnostics)
    {
        var members = new YamlMembers(node, Rule, diagnostics);
        var fingerprint = members.Text("fingerprint");
        var ssh = members.Text("ssh");
        var key = new PersonKey(
            fingerprint is null ? null : ParseFingerprint(fingerprint, members), ssh is null ? null : ParseSsh(ssh, members),
            members.Date("since"), ParseRevocation(members), (fingerprint ?? ssh)?.Span ?? node.Span);
        members.RefuseOthers();
        if (fingerprint is null == ssh is null && node is YamlMapping)
            members.Error(node.Span, "a key is either a fingerprint or an SSH key", "write - fingerprint: HEX, or - ssh: TYPE BASE64");
        return key.OpenPgp is null && key.Ssh is null ? null : key;
    }

    private static Fingerprint? ParseFingerprint(YamlScalar scalar, YamlMembers members)
    {
        if (!Fingerprint.TryParse(scalar.Text, out var fingerprint))
            members.Error(scalar.Span, $"'{scalar.Text}' is no fingerprint", "write all 40 hexadecimal digits (gpg --fingerprint)");
        return fingerprint;
    }

    private static string? ParseSsh(YamlScalar scalar, YamlMembers members)
    {
        if (SshPublicKey.TryParse(scalar.Text, out _, out var problem))
            return scalar.Text;
        members.Error(scalar.Span, problem, "write the first two words of the .pub file");
        return null;
    }

    private static Revocation? ParseRevocation(YamlMembers members)
    {
        var since = members.Date("revoked");
        var reason = members.Text("reason");
        var index = Array.IndexOf(Reasons, reason?.Text);
        if (reason is not null && (index < 0 || members.Node("revoked") is null))
            members.Error(reason.Span, index < 0 ? $"'{reason.Text}' is no reason" : "a reason stands beside revoked: only",
                $"write revoked: DATE and reason: {string.Join(", ", Reasons)}");
        // Without a reason the worst is assumed, as OpenPGP does it (RFC 4880, 5.2.3.23).
        return since is { } date ? new Revocation(date, index < 0 ? RevocationReason.Compromised : (RevocationReason)index) : null;
    }

    private static void RefuseSharedKeys(ImmutableArray<Person> people, ICollection<Diagnostic> diagnostics)
    {
        var holders = new Dictionary<string, Person>(StringComparer.Ordinal);
        foreach (var person in people)
        {
            foreach (var key in person.Keys)
            {
                if (!holders.TryAdd(key.ToString(), person))
                    diagnostics.Add(Diagnostic.Error(key.Span, Rule, $"this key is held by {holders[key.ToString()].Id} already", "a key belongs to one person, once"));
            }
        }
    }

    /// <summary>Whether it can be a person's id, and so the name of a folder.</summary>
    public static bool IsId(string text) =>
        text.Length is > 0 and <= 40 && char.IsAsciiLetterLower(text[0]) && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}

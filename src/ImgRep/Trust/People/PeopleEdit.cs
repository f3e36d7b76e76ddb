using System.Globalization;
using ImgRep.Trust.OpenPgp;
using ImgRep.Trust.Yaml;

namespace ImgRep.Trust.People;

/// <summary>Changes the text of <c>keys/people.yaml</c> by whole new lines; what people have written stays as it is.</summary>
public static class PeopleEdit
{
    /// <param name="people">As read from the text.</param>
    public static string AddPerson(string text, IReadOnlyList<Person> people, string id, string name, string organisation, IEnumerable<Role> roles, Fingerprint key) =>
        AddPerson(text, people, id, name, organisation, roles, [$"fingerprint: {key}"]);

    /// <inheritdoc cref="AddPerson(string, IReadOnlyList{Person}, string, string, string, IEnumerable{Role}, Fingerprint)"/>
    /// <param name="keys">Like <c>fingerprint: HEX</c>, or <c>ssh: TYPE BASE64</c>.</param>
    public static string AddPerson(
        string text, IReadOnlyList<Person> people, string id, string name, string organisation, IEnumerable<Role> roles, IEnumerable<string> keys)
    {
        var indent = new string(' ', people.Count > 0 ? people[0].Span.Column - 1 : 2);
        var start = text.Length == 0 ? "people:\n" : text.EndsWith('\n') ? text : text + "\n";
        return start + string.Concat(new[]
        {
            $"{id}:", $"  name: {YamlQuoted.Print(name)}", $"  organisation: {YamlQuoted.Print(organisation)}", $"  roles: [{string.Join(", ", roles.Select(Roles.NameOf))}]",
            "  keys:",
        }.Concat(keys.Select(key => $"    - {key}")).Select(line => $"{indent}{line}\n"));
    }

    /// <summary>Gives a person of the text another key.</summary>
    public static string AddKey(string text, Person person, Fingerprint key)
    {
        var lines = text.Split('\n').ToList();
        var next = lines.FindIndex(person.Span.Line, line => line.TrimStart().Length > 0 && IndentOf(line) < person.Span.Column && !line.TrimStart().StartsWith('#'));
        var end = next < 0 ? lines.Count : next;
        if (Find("keys:") is >= 0 and var keys)
        {
            var first = lines.FindIndex(keys + 1, line => line.TrimStart().StartsWith('-'));
            lines.Insert(keys + 1, $"{lines[first][..IndentOf(lines[first])]}- fingerprint: {key}");
            return string.Join('\n', lines);
        }
        if (Find("keys: []") is >= 0 and var none)
            lines.RemoveAt(none);
        // Where the person's other members stand.
        var member = lines.Skip(person.Span.Line).First(line => line.TrimStart() is [not '#', ..]);
        var inner = member[..IndentOf(member)];
        lines.InsertRange(person.Span.Line, [$"{inner}keys:", $"{inner}  - fingerprint: {key}"]);
        return string.Join('\n', lines);

        int Find(string head) => lines.FindIndex(person.Span.Line, end - person.Span.Line, line => line.Split('#')[0].Trim() == head);
    }

    /// <summary>Writes below a key of the text that it is revoked.</summary>
    public static string Revoke(string text, PersonKey key, DateTimeOffset since, RevocationReason reason)
    {
        var lines = text.Split('\n').ToList();
        var column = lines[key.Span.Line - 1].IndexOf(key.OpenPgp is null ? "ssh" : "fingerprint", StringComparison.Ordinal);
        var indent = new string(' ', column);
        lines.InsertRange(key.Span.Line,
        [
            $"{indent}revoked: {since.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}",
            $"{indent}reason: {reason.ToString().ToLowerInvariant()}",
        ]);
        return string.Join('\n', lines);
    }

    private static int IndentOf(string line) => line.Length - line.TrimStart(' ').Length;
}

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
    /// <param name="since">Nothing signed before counts; null for no limit.</param>
    /// <param name="left">Nothing signed from then on counts; null for who stays.</param>
    public static string AddPerson(
        string text, IReadOnlyList<Person> people, string id, string name, string organisation, IEnumerable<Role> roles, IEnumerable<string> keys,
        DateTimeOffset? since = null, DateTimeOffset? left = null)
    {
        var indent = new string(' ', people.Count > 0 ? people[0].Span.Column - 1 : 2);
        var start = text.Length == 0 ? "people:\n" : text.EndsWith('\n') ? text : text + "\n";
        IEnumerable<string> dates = [.. since is { } first ? [$"  since: {Moment(first)}"] : (string[])[], .. left is { } last ? [$"  left: {Moment(last)}"] : (string[])[]];
        return start + string.Concat(new[]
        {
            $"{id}:", $"  name: {YamlQuoted.Print(name)}", $"  organisation: {YamlQuoted.Print(organisation)}", $"  roles: {ListOf(roles)}",
        }.Concat(dates).Append("  keys:").Concat(keys.Select(key => $"    - {key}")).Select(line => $"{indent}{line}\n"));
    }

    /// <summary>Gives a person of the text another key.</summary>
    public static string AddKey(string text, Person person, Fingerprint key) => AddKey(text, person, $"fingerprint: {key}");

    /// <inheritdoc cref="AddKey(string, Person, Fingerprint)"/>
    /// <param name="key">Like <c>fingerprint: HEX</c>, or <c>ssh: TYPE BASE64</c>.</param>
    /// <param name="since">Nothing that it signed before counts; null for no limit.</param>
    public static string AddKey(string text, Person person, string key, DateTimeOffset? since = null)
    {
        var lines = text.Split('\n').ToList();
        var end = EndOf(lines, person);
        if (Find("keys:") is >= 0 and var keys)
        {
            var first = lines.FindIndex(keys + 1, line => line.TrimStart().StartsWith('-'));
            lines.InsertRange(keys + 1, Item(lines[first][..IndentOf(lines[first])]));
            return string.Join('\n', lines);
        }
        if (Find("keys: []") is >= 0 and var none)
            lines.RemoveAt(none);
        var inner = MembersOf(lines, person);
        lines.InsertRange(person.Span.Line, Item(inner + "  ").Prepend($"{inner}keys:"));
        return string.Join('\n', lines);

        int Find(string head) => lines.FindIndex(person.Span.Line, end - person.Span.Line, line => line.Split('#')[0].Trim() == head);

        string[] Item(string indent) => since is { } date ? [$"{indent}- {key}", $"{indent}  since: {Moment(date)}"] : [$"{indent}- {key}"];
    }

    /// <summary>Writes one member of a person of the text, in the place of the one that is there.</summary>
    /// <param name="value">As it stands in the file.</param>
    public static string Set(string text, Person person, string member, string value)
    {
        var lines = text.Split('\n').ToList();
        var inner = MembersOf(lines, person);
        var at = lines.FindIndex(person.Span.Line, EndOf(lines, person) - person.Span.Line, line => line.StartsWith($"{inner}{member}:", StringComparison.Ordinal));
        var line = $"{inner}{member}: {value}";
        if (at < 0)
        {
            lines.Insert(person.Span.Line, line);
            return string.Join('\n', lines);
        }
        lines[at] = line;
        while (at + 1 < lines.Count && lines[at + 1].Length > 0 && (IndentOf(lines[at + 1]) > inner.Length || lines[at + 1].StartsWith($"{inner}-", StringComparison.Ordinal)))
            lines.RemoveAt(at + 1);
        return string.Join('\n', lines);
    }

    /// <summary>Like <c>[maintainer, reviewer]</c>.</summary>
    public static string ListOf(IEnumerable<Role> roles) => $"[{string.Join(", ", roles.Select(Roles.NameOf))}]";

    /// <summary>A day where it is the first moment of one.</summary>
    public static string Moment(DateTimeOffset date) =>
        date.UtcDateTime.ToString(date.UtcDateTime.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

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

    /// <summary>The index of the line that begins what comes after a person.</summary>
    private static int EndOf(List<string> lines, Person person)
    {
        var next = lines.FindIndex(person.Span.Line, line => line.TrimStart().Length > 0 && IndentOf(line) < person.Span.Column && !line.TrimStart().StartsWith('#'));
        return next < 0 ? lines.Count : next;
    }

    /// <summary>The blanks before a person's members.</summary>
    private static string MembersOf(List<string> lines, Person person)
    {
        var member = lines.Skip(person.Span.Line).First(line => line.TrimStart() is [not '#', ..]);
        return member[..IndentOf(member)];
    }

    private static int IndentOf(string line) => line.Length - line.TrimStart(' ').Length;
}

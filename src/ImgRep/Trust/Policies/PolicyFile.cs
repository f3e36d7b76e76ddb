using System.Collections.Immutable;
using ImgRep.Primitives;
using ImgRep.Trust.Commits;
using ImgRep.Trust.People;
using ImgRep.Trust.Yaml;

namespace ImgRep.Trust.Policies;

/// <summary>Reads <c>policy.yaml</c> (docs/formats/policy.md).</summary>
public static class PolicyFile
{
    public const string Path = "policy.yaml";
    private const string Rule = "policy";

    /// <summary>In days: a century.</summary>
    private const int LongestAge = 36500;

    /// <inheritdoc cref="Parse(string, ICollection{Diagnostic}, string)"/>
    public static Policy? Parse(ReadOnlySpan<byte> bytes, ICollection<Diagnostic> diagnostics, string path = Path) =>
        StrictText.Decode(path, bytes, diagnostics) is { } text ? Parse(text, diagnostics, path) : null;

    /// <param name="path">What messages call the file.</param>
    /// <returns>Null where there is a mistake.</returns>
    public static Policy? Parse(string text, ICollection<Diagnostic> diagnostics, string path = Path)
    {
        var before = diagnostics.Count;
        if (YamlParser.Parse(path, text, diagnostics) is not { } file)
            return null;
        var members = new YamlMembers(file, Rule, diagnostics);
        var image = members.Node("image") is { } node ? ParseQuorum(node, diagnostics) : null;
        var release = members.Node("release") is { } releases ? ParseQuorum(releases, diagnostics) : image;
        var changes = members.Node("change") is { } change ? ParseChanges(change, diagnostics) : NoChanges;
        var introduction = members.Text("introduction");
        if (introduction is not null && !ObjectId.IsId(introduction.Text))
            members.Error(introduction.Span, $"'{introduction.Text}' is no commit", "write the whole id, 40 or 64 small hexadecimal digits (git rev-parse COMMIT)");
        if (image is null)
            members.Error(file.Span, "'image' is missing", "write image: and below it people: and a number");
        members.RefuseOthers();
        return diagnostics.Count > before ? null : new Policy(image!, release!, changes, introduction?.Text);
    }

    private static ImmutableSortedDictionary<ChangeKind, ChangeRule> NoChanges => ImmutableSortedDictionary<ChangeKind, ChangeRule>.Empty;

    private static Quorum ParseQuorum(YamlNode node, ICollection<Diagnostic> diagnostics)
    {
        var members = new YamlMembers(node, Rule, diagnostics);
        var quorum = new Quorum(
            members.Number("people"), members.Number("organisations"), members.Number("builders"), members.Number("cpu-vendors"),
            members.Number("distributions"), ParseRoles(members.Node("roles"), diagnostics), node.Span)
        {
            Dissent = members.OptionalNumber("dissent"),
            Reputation = new ReputationAsked(members.Number("min-age"), members.Number("min-confirmed"), members.OptionalNumber("max-trust-distance")),
            MaxAge = ParseMaxAge(members),
        };
        members.RefuseOthers();
        if (quorum.People < 1 && node is YamlMapping)
            members.Error(node.Span, "it asks for nobody", "write people: and a number from 1 on");
        return quorum;
    }

    private static int? ParseMaxAge(YamlMembers members)
    {
        var days = members.OptionalNumber("max-age");
        if (days is < 1 or > LongestAge)
            members.Error(members.Span, $"no confirmation can be {days} days old at most", $"write max-age: and a number of days from 1 to {LongestAge}");
        return days;
    }

    private static ImmutableSortedDictionary<Role, int> ParseRoles(YamlNode? node, ICollection<Diagnostic> diagnostics)
    {
        if (node is null)
            return ImmutableSortedDictionary<Role, int>.Empty;
        var members = new YamlMembers(node, Rule, diagnostics);
        var roles = Roles.Names.Select((name, role) => KeyValuePair.Create((Role)role, members.Number(name))).Where(role => role.Value > 0).ToImmutableSortedDictionary();
        members.RefuseOthers();
        return roles;
    }

    private static ImmutableSortedDictionary<ChangeKind, ChangeRule> ParseChanges(YamlNode node, ICollection<Diagnostic> diagnostics)
    {
        var members = new YamlMembers(node, Rule, diagnostics);
        var changes = ImmutableSortedDictionary.CreateBuilder<ChangeKind, ChangeRule>();
        foreach (var kind in Enum.GetValues<ChangeKind>())
        {
            var name = ChangeKinds.NameOf(kind);
            changes[kind] = members.Node(name) is YamlMapping rule ? ParseShared(rule, diagnostics) : new ChangeRule(ParseRoles(members, name), 1);
            if (changes[kind].Roles.IsEmpty)
                members.Error(node.Span, $"nobody may change {name}", $"write {name}: [maintainer], or other roles");
        }
        members.RefuseOthers();
        return changes.ToImmutable();
    }

    /// <summary>The longer form: <c>roles:</c> and <c>people:</c>.</summary>
    private static ChangeRule ParseShared(YamlMapping node, ICollection<Diagnostic> diagnostics)
    {
        var members = new YamlMembers(node, Rule, diagnostics);
        var rule = new ChangeRule(ParseRoles(members, "roles"), members.Number("people", missing: 1));
        if (rule.People < 1)
            members.Error(node.Span, "it asks for nobody", "write people: and a number from 1 on");
        members.RefuseOthers();
        return rule;
    }

    private static ImmutableSortedSet<Role> ParseRoles(YamlMembers members, string key)
    {
        var words = members.Words(key);
        foreach (var word in words.Where(word => Roles.Find(word.Text) is null))
            members.Error(word.Span, $"'{word.Text}' is no role", $"roles are {string.Join(", ", Roles.Names)}");
        return [.. words.Select(word => Roles.Find(word.Text)).OfType<Role>()];
    }
}

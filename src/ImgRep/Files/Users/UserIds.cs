using System.Collections.Immutable;
using ImgRep.Primitives;

namespace ImgRep.Files.Users;

/// <summary>Who a name stands for in a tree.</summary>
/// <param name="Supplementary">The further groups that <c>/etc/group</c> lists the user in, ascending.</param>
public sealed record UserIds(uint User, uint Group, ImmutableArray<uint> Supplementary, string Home)
{
    private const int LongestFile = 4 << 20;

    /// <summary>What <c>--chown</c> means: a number alone is the group too, as BuildKit has it.</summary>
    /// <param name="text"><c>user</c>, <c>user:group</c> or <c>:group</c>, each a name or a number.</param>
    /// <exception cref="RejectedInputException">A name that the tree does not know.</exception>
    public static UserIds Resolve(string text, FileTree tree, SourceSpan span) => Resolve(text, tree, span, numbersAreGroups: true);

    /// <summary>What USER means: a number alone has the group that <c>/etc/passwd</c> gives it, and 0 if it is not there.</summary>
    /// <inheritdoc cref="Resolve(string, FileTree, SourceSpan)"/>
    public static UserIds ResolveUser(string text, FileTree tree, SourceSpan span) => Resolve(text, tree, span, numbersAreGroups: false);

    /// <summary>Who owns what WORKDIR makes for a USER: as for <c>--chown</c>, but names that the tree does not know are passed over, as
    /// BuildKit does it: a user is root then, and a group the user's own.</summary>
    /// <returns>With false if a name was passed over.</returns>
    public static (uint User, uint Group, bool IsKnown) OwnerFor(string text, FileTree tree, SourceSpan span)
    {
        var (userText, groupText) = Split(text);
        var entry = PasswdFile.Parse(Read(PasswdFile.Path, tree, span)).FirstOrDefault(user => user.Name == userText);
        var isNumber = ColonFile.TryId(userText, out var id);
        var (user, own) = isNumber ? (id, id) : (entry?.User ?? 0, entry?.Group ?? 0);
        var isKnown = isNumber || userText.Length == 0 || entry is not null;
        if (groupText.Length == 0)
            return (user, own, isKnown);
        if (ColonFile.TryId(groupText, out var group))
            return (user, group, isKnown);
        var named = GroupFile.Parse(Read(GroupFile.Path, tree, span)).FirstOrDefault(one => one.Name == groupText);
        return (user, named?.Group ?? own, isKnown && named is not null);
    }

    private static (string User, string Group) Split(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? (text[..colon], text[(colon + 1)..]) : (text, "");

    private static UserIds Resolve(string text, FileTree tree, SourceSpan span, bool numbersAreGroups)
    {
        var (userText, groupText) = Split(text);
        var user = FindUser(userText.Length == 0 ? "0" : userText, tree, span, out var entry);
        var group = groupText.Length > 0
            ? FindGroup(groupText, tree, span)
            : numbersAreGroups && ColonFile.TryId(userText, out _) ? user : entry?.Group ?? 0;
        var supplementary = entry is null || groupText.Length > 0 ? [] : GroupsOf(entry.Name, group, tree, span);
        return new UserIds(user, group, supplementary, entry?.Home ?? "/");
    }

    private static uint FindUser(string text, FileTree tree, SourceSpan span, out PasswdEntry? entry)
    {
        var users = PasswdFile.Parse(Read(PasswdFile.Path, tree, span));
        entry = users.FirstOrDefault(user => user.Name == text);
        if (!ColonFile.TryId(text, out var id))
            return entry?.User ?? throw Unknown("user", text, PasswdFile.Path, span);
        entry = users.FirstOrDefault(user => user.User == id);
        return id;
    }

    private static uint FindGroup(string text, FileTree tree, SourceSpan span) =>
        ColonFile.TryId(text, out var id)
            ? id
            : GroupFile.Parse(Read(GroupFile.Path, tree, span)).FirstOrDefault(group => group.Name == text)?.Group
                ?? throw Unknown("group", text, GroupFile.Path, span);

    private static ImmutableArray<uint> GroupsOf(string user, uint primary, FileTree tree, SourceSpan span) =>
        [.. GroupFile.Parse(Read(GroupFile.Path, tree, span))
            .Where(group => group.Group != primary && group.Members.Contains(user))
            .Select(group => group.Group).Distinct().Order()];

    private static byte[] Read(string path, FileTree tree, SourceSpan span)
    {
        if (tree.Resolve(path, span).Node is not FileNode { Content.Length: <= LongestFile } file)
            return [];
        using var stream = file.Content.Open();
        var bytes = new byte[file.Content.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static RejectedInputException Unknown(string kind, string name, string path, SourceSpan span) =>
        new(Diagnostic.Error(span, "unknown-" + kind, $"no {kind} '{name}' in '{path}' of the destination", "write its number"));
}

using System.Collections.Immutable;

namespace ImgRep.Files.Users;

/// <summary>A line of <c>/etc/group</c> (group(5)).</summary>
public sealed record GroupEntry(string Name, uint Group, ImmutableArray<string> Members);

/// <summary><c>/etc/group</c> of a tree. Lines that are not what group(5) says are passed over.</summary>
public static class GroupFile
{
    public const string Path = "/etc/group";

    public static ImmutableArray<GroupEntry> Parse(ReadOnlySpan<byte> content) =>
        [.. ColonFile.Lines(content).Select(Entry).OfType<GroupEntry>()];

    private static GroupEntry? Entry(string[] fields) =>
        fields.Length >= 3 && ColonFile.TryId(fields[2], out var group)
            ? new GroupEntry(fields[0], group, fields.Length > 3 ? [.. fields[3].Split(',', StringSplitOptions.RemoveEmptyEntries)] : [])
            : null;
}

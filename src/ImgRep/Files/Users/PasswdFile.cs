using System.Collections.Immutable;

namespace ImgRep.Files.Users;

/// <summary>A line of <c>/etc/passwd</c> (passwd(5)).</summary>
public sealed record PasswdEntry(string Name, uint User, uint Group, string Home);

/// <summary><c>/etc/passwd</c> of a tree. Lines that are not what passwd(5) says are passed over.</summary>
public static class PasswdFile
{
    public const string Path = "/etc/passwd";

    public static ImmutableArray<PasswdEntry> Parse(ReadOnlySpan<byte> content) =>
        [.. ColonFile.Lines(content).Select(Entry).OfType<PasswdEntry>()];

    private static PasswdEntry? Entry(string[] fields) =>
        fields.Length >= 4 && ColonFile.TryId(fields[2], out var user) && ColonFile.TryId(fields[3], out var group)
            ? new PasswdEntry(fields[0], user, group, fields.Length > 5 ? fields[5] : "/")
            : null;
}

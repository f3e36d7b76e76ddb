using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ImgRep.Trust.Commits;

/// <summary>A commit as git stores it (gitformat-signature(5)), read strictly: what two readers could take for different things is refused.</summary>
/// <param name="CommittedAt">What the committer wrote; part of what is signed.</param>
/// <param name="Payload">The bytes that are signed: the object without its signature.</param>
/// <param name="Signature">As it stands in its header; empty if there is none.</param>
public sealed record GitCommit(
    string Id, string Tree, ImmutableArray<string> Parents, DateTimeOffset CommittedAt, ReadOnlyMemory<byte> Payload, ReadOnlyMemory<byte> Signature)
{
    /// <summary>In bytes. Messages and signatures stay far below it.</summary>
    public const int Largest = 1 << 20;

    private const int MostParents = 64;

    /// <exception cref="MalformedObjectException">It is not in the form that git writes.</exception>
    public static GitCommit Parse(string id, ReadOnlyMemory<byte> bytes)
    {
        var end = bytes.Span.IndexOf("\n\n"u8);
        if (end < 0 || bytes.Span[..end].Contains((byte)0))
            throw new MalformedObjectException("its headers do not end, or hold a zero");
        var (tree, parents, committedAt) = ("", ImmutableArray.CreateBuilder<string>(), (DateTimeOffset?)null);
        (int Start, int End)? signature = null;
        var previous = "";
        foreach (var (name, value, start, stop) in Headers(bytes.Span[..(end + 1)]))
        {
            Expect(name, previous);
            previous = name;
            if (name == "tree")
                tree = IdOf(value, id);
            else if (name == "parent")
                parents.Add(IdOf(value, id));
            else if (name == "committer")
                committedAt = TimeOf(value);
            else if (name is "gpgsig" or "gpgsig-sha256")
                signature = signature is null && name == (id.Length == 40 ? "gpgsig" : "gpgsig-sha256") ? (start, stop)
                    : throw new MalformedObjectException("it has two signatures, or one for another hash");
        }
        if (committedAt is null || parents.Count > MostParents)
            throw new MalformedObjectException(committedAt is null ? "it has no committer" : $"it has {parents.Count} parents, more than {MostParents}");
        return signature is { } at
            ? new GitCommit(id, tree, parents.ToImmutable(), committedAt.Value, Without(bytes.Span, at.Start, at.End), Unfold(bytes.Span[at.Start..at.End]))
            : new GitCommit(id, tree, parents.ToImmutable(), committedAt.Value, default, default);
    }

    /// <summary>Headers with the lines that continue them, and where they begin and end.</summary>
    private static List<(string Name, string Value, int Start, int End)> Headers(ReadOnlySpan<byte> bytes)
    {
        var headers = new List<(string, string, int, int)>();
        for (var at = 0; at < bytes.Length;)
        {
            var start = at;
            var line = bytes[at..(at + bytes[at..].IndexOf((byte)'\n'))];
            at += line.Length + 1;
            while (at < bytes.Length && bytes[at] == ' ')
                at += bytes[at..].IndexOf((byte)'\n') + 1;
            var blank = line.IndexOf((byte)' ');
            if (blank < 1)
                throw new MalformedObjectException("a header of it has no name");
            headers.Add((Encoding.Latin1.GetString(line[..blank]), Encoding.Latin1.GetString(line[(blank + 1)..]), start, at));
        }
        return headers;
    }

    /// <summary>tree, parents, author, committer, then anything else: each where it belongs and no more often.</summary>
    private static void Expect(string name, string previous)
    {
        var fits = previous switch
        {
            "" => name == "tree",
            "tree" or "parent" => name is "parent" or "author",
            "author" => name == "committer",
            _ => name is not ("tree" or "parent" or "author" or "committer"),
        };
        if (!fits)
            throw new MalformedObjectException($"'{new string([.. name.Take(40)])}' stands in it after '{(previous.Length > 0 ? previous : "nothing")}'");
    }

    private static string IdOf(string value, string id) =>
        ObjectId.IsId(value) && value.Length == id.Length ? value : throw new MalformedObjectException("it names its tree or a parent by something else than an id");

    private static DateTimeOffset TimeOf(string committer) =>
        committer.Split(' ') is [.., var seconds, _] && uint.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            ? DateTimeOffset.FromUnixTimeSeconds(time) : throw new MalformedObjectException("its committer has no time");

    private static byte[] Without(ReadOnlySpan<byte> bytes, int start, int end) => [.. bytes[..start], .. bytes[end..]];

    /// <summary>The value of a header without the blanks that mark its further lines.</summary>
    private static byte[] Unfold(ReadOnlySpan<byte> header) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(header[(header.IndexOf((byte)' ') + 1)..]).Replace("\n ", "\n", StringComparison.Ordinal));
}

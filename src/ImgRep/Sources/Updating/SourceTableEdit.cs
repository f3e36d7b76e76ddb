using ImgRep.Primitives;

namespace ImgRep.Sources.Updating;

/// <summary>Changes the row of one source in the text of the file <c>sources</c>, and nothing else.</summary>
public static class SourceTableEdit
{
    /// <param name="inUse">The source that is replaced; its row goes unless <paramref name="stays"/>.</param>
    /// <param name="next">The row of the new one; null where the archive does not have it.</param>
    public static string Apply(string text, Digest inUse, ArchiveFile? next, bool stays)
    {
        var rows = text.Split('\n').ToList();
        var at = rows.FindIndex(row => row.StartsWith(inUse.Hex, StringComparison.Ordinal));
        if (at >= 0 && !stays)
            rows.RemoveAt(at);
        else
            at = at < 0 ? rows.Count - (rows[^1].Length == 0 ? 1 : 0) : at + 1;
        if (next is not null && !rows.Exists(row => row.StartsWith(next.Digest.Hex, StringComparison.Ordinal)))
            rows.Insert(at, RowOf(next));
        return string.Join('\n', rows);
    }

    private static string RowOf(ArchiveFile file) =>
        string.Join("  ", [file.Digest.Hex, file.Suite, file.Package, file.Version, file.Name, .. file.IsRepack ? (string[])[SourceTable.Repack] : []]);
}

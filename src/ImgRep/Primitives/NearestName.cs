namespace ImgRep.Primitives;

/// <summary>The name that was probably meant by a misspelt one.</summary>
public static class NearestName
{
    /// <summary>The candidate with the fewest edits (Levenshtein), the first of equals; null if each would need more edits
    /// than a third of the name's letters, rounded up.</summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var allowed = ((name.Length + 2) / 3) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - name.Length) >= allowed)
                continue;
            var distance = Distance(name, candidate);
            if (distance < allowed)
                (nearest, allowed) = (candidate, distance);
        }
        return nearest;
    }

    /// <summary>Insertions, deletions and replacements of one character that turn one text into the other.</summary>
    public static int Distance(string from, string to)
    {
        var row = new int[to.Length + 1];
        for (var column = 0; column <= to.Length; column++)
            row[column] = column;
        for (var line = 1; line <= from.Length; line++)
        {
            var diagonal = row[0];
            row[0] = line;
            for (var column = 1; column <= to.Length; column++)
            {
                var replaced = diagonal + (from[line - 1] == to[column - 1] ? 0 : 1);
                diagonal = row[column];
                row[column] = Math.Min(replaced, Math.Min(row[column], row[column - 1]) + 1);
            }
        }
        return row[^1];
    }
}

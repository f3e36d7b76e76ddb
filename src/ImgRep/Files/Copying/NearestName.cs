namespace ImgRep.Files.Copying;

/// <summary>The name that was probably meant: the one with the fewest letters added, dropped or changed.</summary>
internal static class NearestName
{
    private const int LongestName = 64;

    /// <summary>Null if none is near: a third of the letters may differ.</summary>
    public static string? Among(IEnumerable<string> names, string wanted)
    {
        var limit = Math.Max(1, wanted.Length / 3);
        return names.Where(name => name.Length <= LongestName && Math.Abs(name.Length - wanted.Length) <= limit)
            .Select(name => (Name: name, Distance: Distance(name, wanted)))
            .Where(candidate => candidate.Distance <= limit)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name)
            .FirstOrDefault();
    }

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var changed = diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}

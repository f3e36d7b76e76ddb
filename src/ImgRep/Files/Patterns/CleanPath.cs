namespace ImgRep.Files.Patterns;

/// <summary>Paths as Go's <c>path.Clean</c> makes them: single slashes, no <c>.</c>, <c>..</c> only where it cannot be taken back.</summary>
internal static class CleanPath
{
    public static string Clean(string path)
    {
        var isAbsolute = path.StartsWith('/');
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part is not "." && !(part == ".." && isAbsolute))
                parts.Add(part);
        }
        var joined = string.Join('/', parts);
        return isAbsolute ? "/" + joined : joined.Length == 0 ? "." : joined;
    }
}

namespace ImgRep.Containerfiles.Stages;

/// <summary>Paths inside an image.</summary>
internal static class UnixPath
{
    /// <summary>An absolute path without <c>.</c>, <c>..</c> and doubled slashes.</summary>
    /// <param name="folder">Absolute.</param>
    /// <param name="path">Relative to the folder unless it is absolute.</param>
    public static string Join(string folder, string path)
    {
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : $"{folder}/{path}").Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
                parts.RemoveRange(Math.Max(0, parts.Count - 1), Math.Min(1, parts.Count));
            else if (part != ".")
                parts.Add(part);
        }
        return "/" + string.Join('/', parts);
    }
}

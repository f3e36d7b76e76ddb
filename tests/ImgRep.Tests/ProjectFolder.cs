namespace ImgRep.Tests;

/// <summary>The checkout that the tests were built from.</summary>
internal static class ProjectFolder
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string Find(string? folder)
    {
        while (!File.Exists(Path.Combine(folder!, "ImgRep.slnx")))
            folder = Path.GetDirectoryName(folder);
        return folder!;
    }
}

namespace ImgRep.Tests.Files;

/// <summary>The files under <c>tests/vectors/files</c>, found from where the tests were built.</summary>
internal static class Vectors
{
    public static string Folder(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ImgRep.slnx")))
            root = root.Parent ?? throw new DirectoryNotFoundException("the tests lie outside the repository");
        return Path.Combine(root.FullName, "tests", "vectors", "files", name);
    }
}

namespace ImgRep.Host.Posix;

/// <summary>The folder of the user's own files, as HOME or the list of users says, whether it can be reached or not.</summary>
internal static class HomeFolder
{
    /// <returns>An absolute path; null if nothing says it.</returns>
    public static string? Path { get; } = Find();

    private static string? Find()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        // Where nothing says it, .NET says that it is the root.
        return System.IO.Path.IsPathRooted(home) && (home != "/" || Environment.GetEnvironmentVariable("HOME") == home) ? home : null;
    }
}

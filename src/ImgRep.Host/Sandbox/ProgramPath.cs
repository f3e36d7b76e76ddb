using ImgRep.Host.Posix;

namespace ImgRep.Host.Sandbox;

/// <summary>Where programs lie.</summary>
public static class ProgramPath
{
    /// <summary>The absolute path of a program in PATH or the system's own folders; null if it is in none.</summary>
    public static string? Find(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Concat(["/usr/sbin", "/sbin", "/usr/bin", "/bin"])
            .Where(Path.IsPathRooted)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(Disk.CanSee);
    }
}

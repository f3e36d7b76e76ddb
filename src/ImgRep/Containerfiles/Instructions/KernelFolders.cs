namespace ImgRep.Containerfiles.Instructions;

/// <summary>The folders in which the kernel shows itself: container runtimes mount nothing there.</summary>
public static class KernelFolders
{
    /// <param name="path">Absolute, without <c>.</c> and <c>..</c>. That no link leads elsewhere is for the caller to know.</param>
    public static bool Hold(string path) => path == "/proc" || path.StartsWith("/proc/", StringComparison.Ordinal) || path.StartsWith("/sys/", StringComparison.Ordinal);
}

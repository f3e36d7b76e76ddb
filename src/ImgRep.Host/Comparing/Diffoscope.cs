using System.Diagnostics;
using ImgRep.Files;
using ImgRep.Host.Output;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;
using ImgRep.Images;

namespace ImgRep.Host.Comparing;

/// <summary>Shows with diffoscope(1) what is behind differing bytes.</summary>
public static class Diffoscope
{
    /// <summary>Runs it on both trees; it prints to this process's standard output.</summary>
    /// <exception cref="EnvironmentException">It is not installed, or fails.</exception>
    public static void Show(ImageContent before, ImageContent after, ContentStore store, CancellationToken cancellation)
    {
        var program = ProgramPath.Find("diffoscope")
            ?? throw new EnvironmentException("find", "diffoscope", "it is not installed", "install diffoscope-minimal, or leave --details out");
        var folder = store.Temporary.NewFolder();
        foreach (var (name, tree) in (IEnumerable<(string, FileTree)>)[("a", before.Tree), ("b", after.Tree)])
            KeptTree.Write(tree, Path.Combine(folder, name), cancellation);
        using var process = ChildProgram.Start(new ProcessStartInfo(program, ["--exclude-directory-metadata=yes", "a", "b"]) { WorkingDirectory = folder })!;
        using var stop = cancellation.Register(process.Kill);
        process.WaitForExit();
        if (process.ExitCode > 1)
            throw new EnvironmentException("run", program, $"it ended with code {process.ExitCode}");
    }
}

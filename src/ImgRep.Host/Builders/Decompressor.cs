using System.Diagnostics;
using ImgRep.Files;
using ImgRep.Files.Tar;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders;

/// <summary>Unpacks compressed archives with the machine's own programs, which see nothing but their input where bubblewrap is there.</summary>
internal static class Decompressor
{
    /// <summary>Bytes that one archive may unpack to.</summary>
    private const long MaximumLength = 64L << 30;

    /// <summary>gzip(1): all was unpacked, and there are other bytes behind it, which BuildKit does not look at either.</summary>
    private const int GzipWarning = 2;

    /// <param name="target">The file to make; it holds what was unpacked before the archive turned out to be damaged.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, or unpacks to too much.</exception>
    public static void Run(Compression compression, IFileContent archive, string target, CancellationToken cancellation)
    {
        var program = compression.ToString().ToLowerInvariant();
        if (ProgramPath.Find(program) is null)
            throw new EnvironmentException("find", program, "it is not installed", $"install {(program == "xz" ? "xz-utils" : program)}");
        using var process = ChildProgram.Start(StartOf(program))!;
        using var stop = cancellation.Register(process.Kill);
        var errors = OwnThread.Run(() => process.StandardError.ReadToEnd());
        var feed = OwnThread.Run(() => Feed(archive, process.StandardInput.BaseStream));
        var isTooLong = !Drain(process.StandardOutput.BaseStream, target);
        if (isTooLong)
            process.Kill();
        feed.Wait(cancellation);
        process.WaitForExit();
        if (isTooLong)
            throw new InvalidDataException($"it unpacks to more than {MaximumLength >> 30} GiB");
        if (process.ExitCode != 0 && !(compression == Compression.Gzip && process.ExitCode == GzipWarning))
            throw new InvalidDataException($"{program} says: {errors.Result.Trim()}");
    }

    /// <summary>A file as it is, or unpacked into the store's temporary folder where it is compressed.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or unpacks to too much.</exception>
    public static DiskFile Unpack(ContentStore store, DiskFile file, CancellationToken cancellation)
    {
        var magic = new byte[Math.Min(CompressionMagic.Length, file.Length)];
        using (var start = file.Open())
            start.ReadExactly(magic);
        if (CompressionMagic.Detect(magic) is var compression && compression == Compression.None)
            return file;
        var target = store.Temporary.NewPath();
        Run(compression, file, target, cancellation);
        return new DiskFile(HostPath.Parse(target), 0, Disk.LengthOf(target), expected: null);
    }

    private static ProcessStartInfo StartOf(string program)
    {
        var bubblewrap = ProgramPath.Find("bwrap");
        string[] words = bubblewrap is null
            ? [program, "-dc"]
            : [bubblewrap, "--die-with-parent", "--ro-bind", "/usr", "/usr", "--ro-bind-try", "/lib", "/lib", "--ro-bind-try", "/lib64", "/lib64",
               "--ro-bind-try", "/bin", "/bin", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--cap-drop", "ALL", "--", program, "-dc"];
        return new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private static void Feed(IFileContent archive, Stream input)
    {
        try
        {
            using (input)
            using (var bytes = archive.Open())
                bytes.CopyTo(input, 1 << 20);
        }
        catch (IOException)
        {
            // The program ended early: its exit code and message say why.
        }
    }

    private static bool Drain(Stream output, string target)
    {
        using var file = Disk.Create(target);
        var buffer = new byte[1 << 20];
        for (int count; (count = output.Read(buffer)) > 0;)
        {
            if (file.Position + count > MaximumLength)
                return false;
            file.Write(buffer, 0, count);
        }
        return true;
    }
}

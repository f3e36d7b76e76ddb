using System.Security.Cryptography;
using System.Text;
using ImgRep.Primitives;

namespace ImgRep.Host.Posix;

/// <summary>Files and folders by their paths: the border to the machine's disks. Links are followed.</summary>
/// <exception cref="EnvironmentException">Every operation throws it, with what was being done, the path, and the system's reason.</exception>
public static class Disk
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Whether there is something, by way of links. What cannot be told is no answer: it is thrown.</summary>
    public static bool Exists(string path) => FileSystem.TryTypeOf(HostPath.Parse(path)) is not null;

    /// <inheritdoc cref="Exists"/>
    public static bool IsFile(string path) => FileSystem.TryTypeOf(HostPath.Parse(path)) is not (null or EntryType.Directory);

    /// <inheritdoc cref="Exists"/>
    public static bool IsFolder(string path) => FileSystem.TryTypeOf(HostPath.Parse(path)) == EntryType.Directory;

    /// <summary>For a search in many places: what cannot be looked at counts as not there.</summary>
    public static bool CanSee(string path) => File.Exists(path);

    public static string FullPath(string path) => SystemFailure.Named("look up", "the current folder", () => Path.GetFullPath(path));

    /// <summary>Opens a file for reading, from its beginning.</summary>
    public static DiskStream Open(string path) => Open("read", path, FileMode.Open, FileAccess.Read, FileShare.Read);

    /// <summary>Makes a new file; an existing one is an error.</summary>
    public static DiskStream Create(string path) => Open("write", path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);

    /// <summary>Makes a new file, or empties one that is there.</summary>
    public static DiskStream Replace(string path) => Open("write", path, FileMode.Create, FileAccess.Write, FileShare.Read);

    public static DiskStream Open(string operation, string path, FileMode mode, FileAccess access, FileShare share) =>
        SystemFailure.Named(operation, path, () => new DiskStream(File.OpenHandle(path, mode, access, share), access, path));

    public static byte[] ReadBytes(string path)
    {
        using var file = Open(path);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes, 1 << 16);
        return bytes.ToArray();
    }

    /// <summary>Null if there is no such file.</summary>
    public static byte[]? TryReadBytes(string path)
    {
        // An exception takes far longer than this question, and most that are looked for are not there.
        if (!Exists(path))
            return null;
        try
        {
            return ReadBytes(path);
        }
        catch (EnvironmentException missing) when (missing.Errno is Libc.ENOENT or Libc.ENOTDIR)
        {
            return null;
        }
    }

    /// <summary>SHA-256 of a file.</summary>
    public static Digest HashOf(string path)
    {
        using var file = Open(path);
        return Digest.FromHash(SHA256.HashData(file));
    }

    public static string ReadText(string path) => Encoding.UTF8.GetString(ReadBytes(path));

    /// <summary>Null if there is no such file, or it cannot be read: for what the machine says of itself.</summary>
    public static string? TryReadText(string path)
    {
        try
        {
            return ReadText(path);
        }
        catch (EnvironmentException)
        {
            return null;
        }
    }

    /// <summary>None if there is no such file.</summary>
    public static string[] TryReadLines(string path) =>
        TryReadBytes(path) is { } bytes ? Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];

    public static void WriteBytes(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = Replace(path);
        file.Write(bytes);
    }

    public static void WriteText(string path, string text) => WriteBytes(path, Utf8.GetBytes(text));

    public static void AppendText(string path, string text)
    {
        using var file = Open("write", path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        file.Write(Utf8.GetBytes(text));
    }

    public static long LengthOf(string path) => SystemFailure.Named("read", path, () => new FileInfo(path).Length);

    /// <summary>Gives a file another name, in the place of one that has it.</summary>
    public static void Move(string path, string to) => SystemFailure.Named("rename to", to, () => File.Move(path, to, overwrite: true));

    /// <summary>What is not there counts as deleted.</summary>
    public static void Delete(string path) => SystemFailure.Named("delete", path, () =>
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Nor is its folder.
        }
    });

    /// <summary>For what must not hide another failure.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            Delete(path);
        }
        catch (EnvironmentException)
        {
            // Whatever is wrong is said by what failed first.
        }
    }

    /// <summary>How many bytes a user can still write on the file system of a path.</summary>
    public static long FreeSpace(string path) => SystemFailure.Named("look at", path, () => new DriveInfo(path).AvailableFreeSpace);

    /// <summary>Has a folder, and all above it.</summary>
    /// <returns>Its path.</returns>
    public static string MakeFolder(string path) => SystemFailure.Named("make folder", path, () => Directory.CreateDirectory(path).FullName);

    /// <summary>A new folder of this user alone, among the temporary files of the machine.</summary>
    public static string MakeTemporaryFolder(string prefix) =>
        SystemFailure.Named("make folder", Path.GetTempPath(), () => Directory.CreateTempSubdirectory(prefix).FullName);

    /// <summary>Deletes a folder with all that is in it.</summary>
    public static void DeleteFolder(string path) => SystemFailure.Named("delete", path, () => Directory.Delete(path, recursive: true));

    public static void DeleteEmptyFolder(string path) => SystemFailure.Named("delete", path, () => Directory.Delete(path));

    /// <summary>The paths of the files in a folder.</summary>
    public static string[] Files(string folder, string pattern = "*") => SystemFailure.Named("list", folder, () => Directory.GetFiles(folder, pattern));

    /// <summary>The paths of the folders in a folder.</summary>
    public static string[] Folders(string folder) => SystemFailure.Named("list", folder, () => Directory.GetDirectories(folder));

    /// <summary>The paths of all that is in a folder.</summary>
    public static string[] Entries(string folder) => SystemFailure.Named("list", folder, () => Directory.GetFileSystemEntries(folder));

    public static void MakeLink(string path, string target) => SystemFailure.Named("make link", path, () => File.CreateSymbolicLink(path, target));

    /// <summary>What a link says; null if the path is none.</summary>
    public static string? LinkTarget(string path) => SystemFailure.Named("read link", path, () => new FileInfo(path).LinkTarget);

    /// <summary>Has the names in a folder on the disk before anything else is done.</summary>
    public static void SyncFolder(string folder) => SystemFailure.Named("write", folder, () =>
    {
        using var handle = FileSystem.OpenHandle(HostPath.Parse(folder), 0, 0);
        RandomAccess.FlushToDisk(handle);
    });

    public static DateTime LastWrite(string path) => SystemFailure.Named("read", path, () => File.GetLastWriteTimeUtc(path));

    public static void Touch(string path, DateTime time) => SystemFailure.Named("set time of", path, () => File.SetLastWriteTimeUtc(path, time));
}

using System.Security.Cryptography;
using System.Text;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Sources;

/// <summary>The bytes of a source that have arrived so far, hashed as they come. Only one process holds it at a time. Beside it
/// a small record says from where its bytes came, so that a later run can ask that place for the rest.</summary>
internal sealed class PartialFile : IDisposable
{
    private const int BufferSize = 1 << 17;
    private readonly string path;
    private readonly DiskStream file;
    private IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    private PartialFile(string path, DiskStream file)
    {
        this.path = path;
        this.file = file;
    }

    public long Length => file.Length;

    /// <summary>The hash of all bytes so far.</summary>
    public Digest Digest => Digest.FromHash(hash.GetCurrentHash());

    private string RecordPath => path + ".from";

    /// <summary>Opens or makes the file and locks it; null while another process has it.</summary>
    public static PartialFile? TryOpen(string path)
    {
        try
        {
            var file = Disk.Open("write", path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (IsStillAt(path, file))
                return new PartialFile(path, file);
            file.Dispose();
            return null;
        }
        catch (EnvironmentException locked) when (locked.Errno == Libc.EAGAIN)
        {
            return null;
        }
    }

    /// <summary>How many bytes are there that came from this place.</summary>
    public long LengthFrom(Uri place) => Record is [var from, _] && from == place.AbsoluteUri ? Length : 0;

    /// <summary>What the place said to know its file again by (an entity tag or a date), or null.</summary>
    public string? Validator => Record is [_, { Length: > 0 } validator] ? validator : null;

    private string[] Record => Disk.TryReadBytes(RecordPath) is { } bytes ? [.. Encoding.UTF8.GetString(bytes).Split('\n').SkipLast(1)] : [];

    /// <summary>Makes ready for bytes from a place: the rest of what is there, or all of them.</summary>
    public void Begin(Uri place, string? validator, bool resume)
    {
        if (!resume)
            file.SetLength(0);
        Rehash();
        Disk.WriteText(RecordPath, $"{place.AbsoluteUri}\n{validator}\n");
    }

    /// <exception cref="EnvironmentException">The disk does not take them.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(bytes);
        file.Write(bytes);
    }

    /// <summary>Brings every byte to the disk: after this the file may be adopted.</summary>
    public void Complete()
    {
        file.FlushToDisk();
        Disk.Delete(RecordPath);
    }

    /// <summary>Keeps nothing of what has arrived.</summary>
    public void Discard()
    {
        file.SetLength(0);
        Disk.Delete(RecordPath);
    }

    public void Dispose()
    {
        if (Length == 0)
            Disk.Delete(path);
        file.Dispose();
        hash.Dispose();
    }

    private void Rehash()
    {
        hash.Dispose();
        hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        file.Position = 0;
        var buffer = new byte[BufferSize];
        while (file.Read(buffer) is > 0 and var count)
            hash.AppendData(buffer, 0, count);
    }

    /// <summary>Between opening and locking, the process that held the file may have moved it into the store or deleted it;
    /// then the lock is on a file that is not ours to write.</summary>
    private static bool IsStillAt(string path, DiskStream file) =>
        Disk.LinkTarget($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}") is { } target
        && target.EndsWith('/' + Path.GetFileName(path), StringComparison.Ordinal);
}

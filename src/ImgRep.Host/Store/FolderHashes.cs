using System.Globalization;
using System.Text;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>
/// The hashes of the files in a folder outside the store, so that a large one is not read whole each time: a file with the same inode,
/// size, and times of modification and of change has the same bytes. Whatever is then built of it is verified against the hash.
/// </summary>
/// <remarks>In the store a line a file: <c>INODE SIZE MODIFIED CHANGED SHA256</c>, times in nanoseconds, sealed.</remarks>
public sealed class FolderHashes
{
    /// <summary>Reading less takes no longer than looking it up.</summary>
    private const long Worthwhile = 1 << 20;

    /// <summary>In nanoseconds. A file that changed more lately could change again without its times telling.</summary>
    private const long Settling = 2_000_000_000;

    private readonly string? path;
    private readonly Dictionary<ulong, (State State, Digest Digest)> known = [];
    private readonly Dictionary<ulong, (State State, Digest Digest)> found = [];
    private long bytes;
    private bool isNew;

    private FolderHashes(string? path) => this.path = path;

    /// <summary>Nothing is known of the folder, and nothing is kept: every file is read.</summary>
    public static FolderHashes Unknown => new(null);

    /// <summary>What is known of a folder.</summary>
    /// <param name="index">Where the store keeps it.</param>
    public static FolderHashes Open(string index)
    {
        var hashes = new FolderHashes(index);
        var text = SealedFile.Read(index, out _).AsSpan();
        foreach (var line in text.Split((byte)'\n'))
        {
            if (Encoding.ASCII.GetString(text[line]).Split(' ') is [var inode, var size, var modifiedAt, var changedAt, var hash])
                hashes.known[ulong.Parse(inode, CultureInfo.InvariantCulture)] = (new State(Number(size), Number(modifiedAt), Number(changedAt)), Digest.Parse("sha256:" + hash));
        }
        return hashes;
    }

    /// <summary>The hash of a file's bytes.</summary>
    /// <param name="status">As it was before this call.</param>
    public Digest HashOf(HostPath file, EntryStatus status)
    {
        var state = new State(status.Size, status.ModifiedAt, status.ChangedAt);
        bytes += status.Size;
        var now = (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
        if (known.TryGetValue(status.Inode, out var entry) && entry.State == state)
            found[status.Inode] = entry;
        else
            entry = (state, new DiskFile(file, 0, status.Size, expected: null).Digest);
        if (Math.Max(state.ModifiedAt, state.ChangedAt) < now - Settling)
            isNew |= found.TryAdd(status.Inode, entry);
        return entry.Digest;
    }

    /// <summary>Keeps what was found, if that saves time.</summary>
    public void Save()
    {
        if (path is null || !isNew || bytes < Worthwhile)
            return;
        var text = new StringBuilder();
        foreach (var (inode, (state, digest)) in found)
            text.Append(CultureInfo.InvariantCulture, $"{inode} {state.Size} {state.ModifiedAt} {state.ChangedAt} {digest.Hex}\n");
        try
        {
            SealedFile.Write(path, Encoding.ASCII.GetBytes(text.ToString()));
        }
        catch (EnvironmentException)
        {
            // It would only have saved time.
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private readonly record struct State(long Size, long ModifiedAt, long ChangedAt);
}

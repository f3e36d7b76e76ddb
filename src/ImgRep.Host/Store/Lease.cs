using System.Text;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Store;

/// <summary>
/// Keeps entries of the store from being removed by other processes, from <see cref="Hold"/> until it is disposed or the processes that have
/// it end. The rule of the store is: hold, then look. What is there after it was held stays; what is not is made.
/// </summary>
/// <remarks>A file in <c>leases/</c>, locked by those whose lease it is: their paths in the store, one a line. See <see cref="Leases"/> for the other side.</remarks>
public sealed class Lease : IDisposable
{
    private readonly Lock gate = new();
    private readonly HashSet<string> held = new(StringComparer.Ordinal);
    private readonly Leases leases;
    private readonly bool isJoined;
    private LockFile? file;
    private string? path;
    private StringBuilder? gathered;

    internal Lease(Leases leases, LockFile? file = null, string? path = null) =>
        (this.leases, this.file, this.path, isJoined) = (leases, file, path, file is not null);

    /// <summary>What another process needs to have this very lease, too.</summary>
    public string Name
    {
        get
        {
            lock (gate)
            {
                _ = Open();
                return System.IO.Path.GetFileName(path!);
            }
        }
    }

    /// <param name="entry">A path relative to the store, of an entry as a whole: <c>snapshots/KEY</c>, never a file inside. It need not be there.</param>
    public void Hold(string entry)
    {
        lock (gate)
        {
            if (held.Contains(entry))
                return;
            // A line that a full disk cut off must not run into the next one: each begins with its line feed.
            if (gathered is not null)
                gathered.Append('\n').Append(entry);
            else
                leases.WhileNothingIsRemoved(() => Write("\n" + entry));
            held.Add(entry);
        }
    }

    /// <summary>Does something that holds many entries, during which nothing is removed at all.</summary>
    public T HoldMany<T>(Func<T> action)
    {
        lock (gate)
        {
            if (gathered is not null)
                return action();
        }
        return leases.WhileNothingIsRemoved(() =>
        {
            lock (gate)
                gathered = new StringBuilder();
            try
            {
                return action();
            }
            finally
            {
                lock (gate)
                    WriteGathered();
            }
        });
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (file is null)
                return;
            // The lock goes with the last of its holders: only then is the file of no use.
            if (!isJoined)
                Disk.Delete(path!);
            file.Dispose();
            file = null;
        }
    }

    private void WriteGathered()
    {
        var lines = gathered!.ToString();
        gathered = null;
        try
        {
            Write(lines);
        }
        catch
        {
            held.Clear();
            throw;
        }
    }

    private int Write(string lines)
    {
        if (lines.Length > 0)
            Open().Append(Encoding.UTF8.GetBytes(lines));
        return lines.Length;
    }

    private LockFile Open()
    {
        if (file is null)
            (file, path) = leases.MakeFile();
        return file;
    }
}

using System.Collections.Immutable;
using System.Text;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Builders;

/// <summary>What the steps of one package print, in a file; the end of it is also kept for messages.</summary>
internal sealed class BuildLog : IDisposable
{
    /// <summary>Bytes after which a log is cut: nobody reads more, and a loop must not fill the disk.</summary>
    private const long MaximumLength = 256 << 20;

    private const int TailLength = 16 * 1024;
    private readonly Lock gate = new();
    private readonly byte[] tail = new byte[TailLength];
    private readonly DiskStream file;
    private long length;

    public BuildLog(string path)
    {
        Path = path;
        Disk.MakeFolder(System.IO.Path.GetDirectoryName(path)!);
        file = Disk.Replace(path);
    }

    public string Path { get; }

    public void Append(string line) => Append(Encoding.UTF8.GetBytes(line + "\n"));

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (length < MaximumLength)
            {
                file.Write(bytes);
                if (length + bytes.Length >= MaximumLength)
                    file.Write("\n[the log is cut here]\n"u8);
            }
            foreach (var value in bytes.Length > TailLength ? bytes[^TailLength..] : bytes)
                tail[length++ % TailLength] = value;
        }
    }

    /// <summary>The last lines that were printed.</summary>
    public ImmutableArray<string> LastLines(int count)
    {
        lock (gate)
        {
            var held = (int)Math.Min(length, TailLength);
            var bytes = Enumerable.Range(0, held).Select(i => tail[(length - held + i) % TailLength]).ToArray();
            return [.. Encoding.UTF8.GetString(bytes).TrimEnd().Split('\n').TakeLast(count)];
        }
    }

    public void Dispose() => file.Dispose();
}

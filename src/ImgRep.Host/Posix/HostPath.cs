using System.Text;
using ImgRep.Files;

namespace ImgRep.Host.Posix;

/// <summary>An absolute path as the kernel sees it: bytes that end in NUL. It may be longer than what the kernel takes at once (PATH_MAX); see <see cref="Reach"/>.</summary>
public readonly struct HostPath
{
    private readonly byte[] bytes;

    private HostPath(byte[] bytes) => this.bytes = bytes;

    /// <summary>With the final NUL.</summary>
    internal ReadOnlySpan<byte> Terminated => bytes;

    /// <summary>PATH_MAX, with the final NUL.</summary>
    internal const int LongestTerminated = 4096;

    /// <summary>Whether no process could name it in one call whose root is a folder above it.</summary>
    public bool IsTooLongBelow(HostPath root) => bytes.Length - root.bytes.Length + 1 > LongestTerminated;

    public static HostPath Parse(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return new HostPath(bytes);
    }

    public static HostPath operator /(HostPath parent, FileName name)
    {
        var length = parent.bytes.Length - 1;
        var bytes = new byte[length + 1 + name.Bytes.Length + 1];
        parent.bytes.AsSpan(0, length).CopyTo(bytes);
        bytes[length] = (byte)'/';
        name.Bytes.CopyTo(bytes.AsSpan(length + 1));
        return new HostPath(bytes);
    }

    public static HostPath Divide(HostPath left, FileName right) => left / right;

    public override string ToString() => Encoding.UTF8.GetString(bytes.AsSpan(0, bytes.Length - 1));
}

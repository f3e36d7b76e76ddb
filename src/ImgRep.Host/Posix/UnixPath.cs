using System.Text;
using ImgRep.Files;

namespace ImgRep.Host.Posix;

/// <summary>An absolute path as the kernel sees it: bytes that end in NUL. At most 4,095 bytes before the NUL (PATH_MAX).</summary>
public readonly struct UnixPath
{
    private readonly byte[] bytes;

    private UnixPath(byte[] bytes) => this.bytes = bytes;

    /// <summary>With the final NUL.</summary>
    internal ReadOnlySpan<byte> Terminated => bytes;

    public bool IsTooLong => bytes.Length > 4096;

    public static UnixPath Of(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return new UnixPath(bytes);
    }

    public static UnixPath operator /(UnixPath parent, FileName name)
    {
        var length = parent.bytes.Length - 1;
        var bytes = new byte[length + 1 + name.Bytes.Length + 1];
        parent.bytes.AsSpan(0, length).CopyTo(bytes);
        bytes[length] = (byte)'/';
        name.Bytes.CopyTo(bytes.AsSpan(length + 1));
        return new UnixPath(bytes);
    }

    public static UnixPath Divide(UnixPath left, FileName right) => left / right;

    public override string ToString() => Encoding.UTF8.GetString(bytes.AsSpan(0, bytes.Length - 1));
}

using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

/// <summary>A path in a form that the kernel takes, whatever its length: what is beyond PATH_MAX is named from an open folder on the way.</summary>
internal readonly ref struct Reach : IDisposable
{
    /// <summary>Where a longer path is cut: room for the name of the open folder is left.</summary>
    private const int Longest = 4000;


    private readonly SafeFileHandle? folder;

    private Reach(ReadOnlySpan<byte> name, SafeFileHandle? folder)
    {
        Name = name;
        this.folder = folder;
    }

    /// <summary>With the final NUL. Good until this is disposed.</summary>
    public ReadOnlySpan<byte> Name { get; }

    public static Reach To(HostPath path)
    {
        var name = path.Terminated;
        SafeFileHandle? folder = null;
        while (name.Length > HostPath.LongestTerminated)
        {
            var cut = name[..Longest].LastIndexOf((byte)'/');
            var next = FileSystem.OpenShort([.. name[..cut], 0], OpenFlags.PathOnly | OpenFlags.Directory);
            folder?.Dispose();
            folder = next;
            name = (byte[])[.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{folder.DangerousGetHandle()}")), .. name[cut..]];
        }
        return new Reach(name, folder);
    }

    public void Dispose() => folder?.Dispose();
}

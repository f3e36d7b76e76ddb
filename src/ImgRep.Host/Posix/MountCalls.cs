using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Posix;

/// <summary>What the kernel promises of a mount (mount_setattr(2)).</summary>
[Flags]
public enum MountAttributes
{
    None = 0,
    ReadOnly = 1,
    NoSetUser = 2,
    NoDevices = 4,
    NoExecute = 8,
}

/// <summary>
/// Mounts by descriptor (open_tree(2), fsopen(2), move_mount(2); Linux 5.12): what is mounted and where were both opened before, so that
/// no name is looked up when it is mounted.
/// </summary>
internal static unsafe class MountCalls
{
    // The numbers are the same on all machines (asm-generic/unistd.h).
    private const nint OpenTree = 428;
    private const nint MoveMount = 429;
    private const nint FsOpen = 430;
    private const nint FsConfig = 431;
    private const nint FsMount = 432;
    private const nint MountSetAttributes = 442;

    private const int CloneTree = 1;
    private const int SetString = 1;
    private const int Create = 6;
    private const int BothAreDescriptors = 0x4 | 0x40;

    /// <summary>A second mount of what is at a path, not mounted anywhere yet. A link at the end is not followed.</summary>
    public static SafeFileHandle Clone(HostPath path, MountAttributes attributes)
    {
        fixed (byte* name = path.Terminated)
        {
            var mount = Handle(Libc.SystemCall(OpenTree, Libc.CurrentDirectory, (nint)name, CloneTree | OpenFlags.CloseOnExec | Libc.SymlinkNoFollow, 0, 0), "open",
                path.ToString());
            var set = stackalloc ulong[4] { (ulong)attributes, 0, 0, 0 };
            fixed (byte* none = "\0"u8)
                Check(Libc.SystemCall(MountSetAttributes, Descriptor(mount), (nint)none, Libc.EmptyPath, (nint)set, 4 * sizeof(ulong)),
                    "set the attributes of a mount of", path.ToString());
            return mount;
        }
    }

    /// <summary>A new file system in memory, not mounted anywhere yet.</summary>
    /// <param name="options">Each <c>NAME=VALUE</c>.</param>
    public static SafeFileHandle Make(string type, IEnumerable<string> options, MountAttributes attributes)
    {
        fixed (byte* name = Terminated(type))
        {
            using var context = Handle(Libc.SystemCall(FsOpen, (nint)name, 1, 0, 0, 0), "make", type);
            foreach (var option in options)
                Configure(context, option);
            Check(Libc.SystemCall(FsConfig, Descriptor(context), Create, 0, 0, 0), "make", type);
            return Handle(Libc.SystemCall(FsMount, Descriptor(context), 1, (nint)attributes, 0, 0), "make", type);
        }
    }

    /// <summary>Mounts it on an open file or folder.</summary>
    public static void Attach(SafeFileHandle mount, SafeFileHandle target, string subject)
    {
        fixed (byte* none = "\0"u8)
            Check(Libc.SystemCall(MoveMount, Descriptor(mount), (nint)none, Descriptor(target), (nint)none, BothAreDescriptors), "mount on", subject);
    }

    private static void Configure(SafeFileHandle context, string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        fixed (byte* key = Terminated(option[..equals]), value = Terminated(option[(equals + 1)..]))
            Check(Libc.SystemCall(FsConfig, Descriptor(context), SetString, (nint)key, (nint)value, 0), "set a mount's option", option);
    }

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + '\0');

    private static nint Descriptor(SafeFileHandle handle) => handle.DangerousGetHandle();

    private static SafeFileHandle Handle(nint result, string operation, string subject)
    {
        Check(result, operation, subject);
        return new SafeFileHandle(result, ownsHandle: true);
    }

    private static void Check(nint result, string operation, string subject)
    {
        if (result < 0)
            throw new EnvironmentException(operation, subject, Marshal.GetLastPInvokeErrorMessage(),
                "a sandbox needs mounts by descriptor: Linux 5.12, and no filter that forbids them");
    }
}

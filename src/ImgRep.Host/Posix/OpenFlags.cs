using System.Runtime.InteropServices;

namespace ImgRep.Host.Posix;

/// <summary>The flags of open(2). Three of these have other numbers on arm64 than on amd64 (Linux, <c>arch/arm64/include/uapi/asm/fcntl.h</c>).</summary>
internal static class OpenFlags
{
    public const int Write = 0x1;
    public const int ReadWrite = 0x2;
    public const int Create = 0x40;
    public const int Exclusive = 0x80;
    public const int NoControllingTerminal = 0x100;
    public const int Append = 0x400;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;
    public const int PathOnly = 0x200000;

    /// <summary>A new file, open for writing: an existing entry is an error.</summary>
    public const int CreateNew = Create | Exclusive | Write;

    public static readonly int Directory = IsArm64 ? 0x4000 : 0x10000;
    public static readonly int NoFollow = IsArm64 ? 0x8000 : 0x20000;

    /// <summary>Past the cache of the kernel.</summary>
    public static readonly int Direct = IsArm64 ? 0x10000 : 0x4000;

    private static bool IsArm64 => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
}

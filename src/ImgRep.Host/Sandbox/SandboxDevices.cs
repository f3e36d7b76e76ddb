using System.Runtime.InteropServices;
using ImgRep.Building;
using ImgRep.Files;
using ImgRep.Host.Posix;
using Microsoft.Win32.SafeHandles;

namespace ImgRep.Host.Sandbox;

/// <summary>
/// The <c>/dev</c> of a RUN. No user namespace can make device nodes, so they are the machine's own, each looked at after it was opened,
/// and mounted read-only: they can be written to, but not changed.
/// </summary>
internal static unsafe class SandboxDevices
{
    private const uint BasicStatus = 0x7FF;

    public static void Mount(FolderHandle place)
    {
        using var made = Make(DeviceFolder.Itself);
        MountCalls.Attach(made, place.Handle, "/dev");
        using var dev = new FolderHandle(made);
        foreach (var node in DeviceFolder.Nodes)
        {
            using var source = Open(node);
            using var target = dev.File([FileName.Parse(node.Name)]);
            MountCalls.Attach(source, target, PathOf(node));
        }
        dev.Folder([FileName.Parse(DeviceFolder.MessageQueues)]).Dispose();
        foreach (var (name, target) in DeviceFolder.Links)
            dev.Link(FileName.Parse(name), target);
        foreach (var (name, memory) in DeviceFolder.Folders)
        {
            using var target = dev.Folder([FileName.Parse(name)]);
            using var mount = Make(memory);
            MountCalls.Attach(mount, target.Handle, "/dev/" + name);
        }
    }

    /// <summary>For builders that take the machine's nodes, too.</summary>
    /// <exception cref="EnvironmentException">One of them is not what its name says.</exception>
    public static void Require()
    {
        foreach (var node in DeviceFolder.Nodes)
            Require(node, StatusOf(Libc.CurrentDirectory, PathOf(node), Libc.SymlinkNoFollow, node));
    }

    private static SafeFileHandle Make(MemoryFolder memory) => MountCalls.Make(memory.Type, memory.Options, MountAttributes.NoSetUser
        | (memory.IsExecutable ? MountAttributes.None : MountAttributes.NoExecute)
        | (memory.HasDevices ? MountAttributes.None : MountAttributes.NoDevices));

    private static SafeFileHandle Open(CharacterDevice node)
    {
        var mount = MountCalls.Clone(HostPath.Parse(PathOf(node)), MountAttributes.ReadOnly | MountAttributes.NoSetUser);
        try
        {
            Require(node, StatusOf((int)mount.DangerousGetHandle(), "", Libc.EmptyPath, node));
            return mount;
        }
        catch
        {
            mount.Dispose();
            throw;
        }
    }

    private static void Require(CharacterDevice node, Libc.Statx status)
    {
        if (WhatIsWrong(node, status) is { } reason)
        {
            throw new EnvironmentException("use", PathOf(node), reason,
                $"replace it, as root: rm {PathOf(node)} && mknod -m 666 {PathOf(node)} c {node.Major} {node.Minor}");
        }
    }

    private static string? WhatIsWrong(CharacterDevice node, Libc.Statx status)
    {
        if (NodeType.Of(status.Mode) != EntryType.CharacterDevice)
            return "it is not a character device";
        if (status.RawDeviceMajor != node.Major || status.RawDeviceMinor != node.Minor)
            return $"it is the device {status.RawDeviceMajor}:{status.RawDeviceMinor}, not {node.Major}:{node.Minor}";
        return (status.Mode & Modes.All) == CharacterDevice.Mode ? null : $"its mode is {Modes.ToOctal(status.Mode & Modes.All)}, not 666";
    }

    private static Libc.Statx StatusOf(int folder, string path, int flags, CharacterDevice node)
    {
        fixed (byte* name = HostPath.Parse(path).Terminated)
        {
            return Libc.StatX(folder, name, flags, BasicStatus, out var status) == 0
                ? status
                : throw new EnvironmentException("read", PathOf(node), Marshal.GetLastPInvokeErrorMessage());
        }
    }

    private static string PathOf(CharacterDevice node) => "/dev/" + node.Name;
}

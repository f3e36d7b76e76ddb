using System.Collections.Immutable;
using System.Text;
using ImgRep.Files;

namespace ImgRep.Building;

/// <summary>The <c>/dev</c> of every RUN: what container runtimes make there (runtime-spec 1.0, config-linux.md, Default Devices).</summary>
public static class DeviceFolder
{
    /// <summary>Character devices, readable and writable by all.</summary>
    public static ImmutableArray<CharacterDevice> Nodes { get; } =
    [
        new("full", 1, 7), new("null", 1, 3), new("random", 1, 8), new("tty", 5, 0), new("urandom", 1, 9), new("zero", 1, 5),
    ];

    public static ImmutableArray<KeyValuePair<string, string>> Links { get; } =
    [
        new("core", "/proc/kcore"), new("fd", "/proc/self/fd"), new("ptmx", "pts/ptmx"),
        new("stderr", "/proc/self/fd/2"), new("stdin", "/proc/self/fd/0"), new("stdout", "/proc/self/fd/1"),
    ];

    /// <summary>The folder itself.</summary>
    public static MemoryFolder Itself { get; } = new("tmpfs", ["mode=755", "size=65536k"], IsExecutable: true, HasDevices: true);

    /// <summary>What is mounted in it.</summary>
    public static ImmutableArray<KeyValuePair<string, MemoryFolder>> Folders { get; } =
    [
        new("pts", new MemoryFolder("devpts", ["ptmxmode=0666", "mode=0620"], IsExecutable: false, HasDevices: true)),
        new("shm", new MemoryFolder("tmpfs", ["mode=1777", "size=65536k"], IsExecutable: false, HasDevices: false)),
    ];

    /// <summary>Where the message queues (mq_overview(7)) of the RUN's own ipc namespace are mounted, once there is one.</summary>
    public const string MessageQueues = "mqueue";

    /// <summary>All of it as a value, to find where a path leads.</summary>
    public static DirectoryNode Tree { get; } = new(Metadata.DefaultDirectory, DirectoryNode.NoChildren
        .AddRange(Nodes.Select(node => Entry(node.Name, new DeviceNode(Metadata.DefaultFile, false, node.Major, node.Minor))))
        .AddRange(Links.Select(link => Entry(link.Key, new SymlinkNode(Metadata.DefaultFile, [.. Encoding.UTF8.GetBytes(link.Value)]))))
        .Add(FileName.Parse("pts"), new DirectoryNode(Metadata.DefaultDirectory,
            DirectoryNode.NoChildren.Add(FileName.Parse("ptmx"), new DeviceNode(Metadata.DefaultFile, false, 5, 2))))
        .Add(FileName.Parse(MessageQueues), new DirectoryNode(new Metadata(Modes.Octal("1777"))))
        .Add(FileName.Parse("shm"), new DirectoryNode(new Metadata(Modes.Octal("1777")))));

    private static KeyValuePair<FileName, TreeNode> Entry(string name, TreeNode node) => new(FileName.Parse(name), node);
}

public sealed record CharacterDevice(string Name, uint Major, uint Minor)
{
    public static int Mode { get; } = Modes.Octal("666");
}

/// <summary>A new file system of a kind that the kernel keeps in memory.</summary>
/// <param name="Options">Each <c>NAME=VALUE</c>.</param>
public sealed record MemoryFolder(string Type, ImmutableArray<string> Options, bool IsExecutable, bool HasDevices);

using System.Globalization;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;

namespace ImgRep.Host.Rebuilds;

/// <summary>A file system in a file, which lists folders in another order than the disk on which the file lies: ext4 lists by hashes of the names, from a
/// seed of each file system's own (The Linux kernel, ext4, chapter 4.3 Directory Entries).</summary>
/// <param name="Mountpoint">The file, and what it is locked by, lie beside it.</param>
internal sealed record VariedDisk(string Mountpoint)
{
    /// <summary>What a command on it ends with where another holds it.</summary>
    public const int InUse = 6;

    private const string Seed = "6d7a0f0e-5b1c-4c7e-9d7c-2f6f1c3f9a51";

    /// <summary>Nobody but the processes of the rebuild see it mounted. Its own room is that of the disk: only what is written takes any.</summary>
    private const string Script = """
        { test -e "$1.image" || { "$4" -q -F -t ext4 -m 0 -J size=32 -E hash_seed="$2" "$1.new" "$3" >/dev/null && mv "$1.new" "$1.image"; }; } &&
        mount -o loop,discard "$1.image" "$1" &&
        { test -e "$1/store" || { rm -rf "$1/new" && cp -a "$0" "$1/new" && mv "$1/new" "$1/store"; }; } || exit 4
        shift 4 && exec "$@"
        """;

    public string Store => Path.Combine(Mountpoint, "store");

    /// <summary>Words before a command that uses it. They end with 4 if it cannot be had, with <see cref="InUse"/> if another rebuild has it.</summary>
    /// <param name="prepared">The store that is copied to it, once.</param>
    public IEnumerable<string> Prefix(string prepared) =>
    [
        // A rebuild whose command was killed may be alive: two must not mount it.
        "flock", "--nonblock", "--close", "--conflict-exit-code", $"{InUse}", Mountpoint + ".lock",
        "unshare", "--mount", "sh", "-c", Script, prepared, Mountpoint, Seed, $"{(Disk.FreeSpace(prepared) >> 10).ToString(CultureInfo.InvariantCulture)}k",
        ProgramPath.Find("mke2fs")!,
    ];
}

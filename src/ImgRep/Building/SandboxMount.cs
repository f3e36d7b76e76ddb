using ImgRep.Files;

namespace ImgRep.Building;

/// <summary>What is mounted for a RUN beside its root, <c>/proc</c> and <c>/dev</c>.</summary>
/// <param name="Source">A path of the host for a bind mount, null for a new tmpfs.</param>
/// <param name="Size">Bytes a tmpfs can hold, null for the kernel's default.</param>
public sealed record SandboxMount(string? Source, MountPoint At, bool IsReadOnly = false, long? Size = null)
{
    /// <summary>The mode of a tmpfs: that of the folder it covers, as container runtimes do it.</summary>
    public int Mode => At.Covered?.Metadata.Mode ?? Modes.Octal("1777");
}

using System.Collections.Immutable;
using System.Text;

namespace ImgRep.Files;

/// <summary>Which extended attributes (xattr(7)) are part of a tree: those of files and folders that programs set on purpose. Whatever
/// reads attributes, of an archive, of a disk, or for an image, goes by this.</summary>
public static class ExtendedAttributes
{
    public const string Capability = "security.capability";

    /// <summary>What overlay file systems begin the names of their own notes with: the kernel's, and that of containers in user
    /// space. Such a note decides what is seen of other files, and with which owner and mode.</summary>
    private static readonly string[] Notes = ["user.overlay.", "user.fuseoverlayfs.", "user.containers."];

    private const string User = "user.";
    private const int LongestName = 255;
    private const int LongestValue = 64 * 1024;

    public static bool IsContent(string name) =>
        name == Capability || (name.StartsWith(User, StringComparison.Ordinal) && !Notes.Any(note => name.StartsWith(note, StringComparison.Ordinal)));

    /// <summary>Those of <paramref name="attributes"/> that are content; the same object if all are.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<byte>> ContentOf(ImmutableSortedDictionary<string, ImmutableArray<byte>> attributes) =>
        attributes.IsEmpty ? attributes : attributes.RemoveRange(attributes.Keys.Where(name => !IsContent(name)));

    /// <summary>Why neither a file nor a layer can have an attribute; null if they can.</summary>
    public static string? ProblemOf(string name, ReadOnlySpan<byte> value)
    {
        if (name.AsSpan().ContainsAny('=', '\0') || name.EnumerateRunes().Contains(Rune.ReplacementChar))
            return "a pax record cannot name it: it holds '=' or is not utf-8";
        if (name == User)
            return "it has no name behind 'user.'";
        if (Encoding.UTF8.GetByteCount(name) is var length and > LongestName)
            return $"its name has {length} bytes, Linux takes {LongestName}";
        if (value.Length > LongestValue)
            return $"its value has {value.Length} bytes, Linux takes {LongestValue}";
        return name == Capability && !IsCapability(value) ? "its value is no set of capabilities" : null;
    }

    /// <remarks>Linux, <c>include/uapi/linux/capability.h</c>: the highest byte of the first word, which is little-endian, is the revision; it decides the length.</remarks>
    private static bool IsCapability(ReadOnlySpan<byte> value) =>
        value.Length >= 4 && (value[3], value.Length) is (2, 20) or (3, 24);
}

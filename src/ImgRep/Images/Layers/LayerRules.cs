using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Images.Layers;

/// <summary>What a layer cannot say, or would say to an unpacker as something else.</summary>
internal static class LayerRules
{
    /// <summary>A path as messages show it: absolute, what is not UTF-8 as U+FFFD.</summary>
    public static string Show(ReadOnlyMemory<byte> path) => "/" + Encoding.UTF8.GetString(path.Span);

    public static RejectedInputException Rejected(ReadOnlyMemory<byte> path, string rule, string message, string hint) =>
        new(Diagnostic.Error(SourceSpan.Whole(Show(path)), rule, message, hint));

    /// <remarks><c>.wh.</c> marks what a layer deletes (OCI image-spec 1.1, layer.md, "Whiteouts").</remarks>
    public static void CheckName(ReadOnlyMemory<byte> path, FileName name)
    {
        if (!Utf8.IsValid(name.Bytes))
            throw Rejected(path, "name-not-utf8", $"its name is not utf-8: {Escape(name.Bytes)}", "rename it in the build, images hold utf-8 names only");
        if (name.Bytes.StartsWith(".wh."u8))
            throw Rejected(path, "name-is-whiteout", "in a layer a name that begins with .wh. means a deleted file", "rename it in the build");
    }

    public static void CheckTarget(ReadOnlyMemory<byte> path, ReadOnlySpan<byte> target)
    {
        if (target.IsEmpty || target.Contains((byte)0) || !Utf8.IsValid(target))
            throw Rejected(path, "link-target", $"its target is empty, holds a NUL or is not utf-8: {Escape(target)}", "link to another name");
    }

    /// <remarks>Overlay file systems read the character device 0, 0 as a deleted file, whatever an image meant by it.</remarks>
    public static void CheckDevice(ReadOnlyMemory<byte> path, DeviceNode device)
    {
        if (!device.IsBlock && device is { Major: 0, Minor: 0 })
            throw Rejected(path, "device-is-whiteout", "the character device 0, 0 means a deleted file to overlay file systems", "leave it out");
        if (device.Major > UstarBlock.LargestId || device.Minor > UstarBlock.LargestId)
            throw Rejected(path, "device-number", $"no device has the number {device.Major}, {device.Minor}", $"use numbers up to {UstarBlock.LargestId}");
    }

    /// <summary>The extended attributes of a node that an image keeps: the content among those of files and directories.</summary>
    public static ImmutableSortedDictionary<string, ImmutableArray<byte>> Attributes(ReadOnlyMemory<byte> path, TreeNode node)
    {
        if (node is not (FileNode or DirectoryNode) || node.Metadata.Attributes.IsEmpty)
            return Metadata.NoAttributes;
        var kept = ExtendedAttributes.ContentOf(node.Metadata.Attributes);
        foreach (var (name, value) in kept)
        {
            if (ExtendedAttributes.ProblemOf(name, value.AsSpan()) is { } problem)
                throw Rejected(path, "attribute", $"it cannot have the extended attribute {name}: {problem}", "have the build remove or rename it");
        }
        return kept;
    }

    private static string Escape(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var value in bytes)
            text.Append(value is > 0x20 and < 0x7F ? $"{(char)value}" : $"\\x{value:x2}");
        return text.ToString();
    }
}

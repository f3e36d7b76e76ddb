using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ImgRep.Files.Differences;

/// <summary>One property in which two nodes differ.</summary>
/// <param name="Name"><c>type</c>, <c>size</c>, <c>mode</c>, <c>owner</c>, <c>target</c>, <c>device</c> or the name of an attribute.</param>
public sealed record PropertyChange(string Name, string Before, string After);

/// <summary>How two nodes differ, for people and for programs.</summary>
/// <param name="Offset">The first byte that differs; null if none does.</param>
/// <param name="Section">The section of the first file that this byte is in; null if it is no ELF file.</param>
public sealed record ChangeDetails(TreeChange Change, ImmutableArray<PropertyChange> Properties, long? Offset, string? Section)
{
    /// <summary>Reads the contents of files that differ.</summary>
    public static ChangeDetails Explain(TreeChange change)
    {
        var offset = change is { Before: FileNode { Content: var before }, After: FileNode { Content: var after } } && change.Aspects.HasFlag(TreeAspects.Content)
            ? ContentBytes.FirstDifference(before, after) : null;
        var section = offset is { } at ? ElfSections.Find(((FileNode)change.Before!).Content, at) : null;
        return new ChangeDetails(change, [.. PropertiesOf(change)], offset, section);
    }

    /// <summary>One line: <c>-</c> what only the first tree has, <c>+</c> what only the second has, <c>~</c> what both have.</summary>
    public override string ToString() => OneLine($"{Sign} {FileTree.Show(Change.Path.AsSpan())}: {string.Join("; ", Parts())}");

    private char Sign => Change.Before is null ? '+' : Change.After is null ? '-' : '~';

    private IEnumerable<string> Parts()
    {
        if ((Change.Before is null ? Change.After : Change.After is null ? Change.Before : null) is { } only)
            return [Describe(only)];
        return Bytes().Concat(Properties.Select(property => $"{property.Name} {property.Before} -> {property.After}"))
            .Concat(Change.Aspects.HasFlag(TreeAspects.Links) ? ["hard links of other files"] : []);
    }

    private IEnumerable<string> Bytes()
    {
        if (Offset is { } offset)
            yield return string.Create(CultureInfo.InvariantCulture, $"bytes differ from {offset} (0x{offset:x}) on{(Section is null ? "" : $", in section {Section}")}");
    }

    private static string Describe(TreeNode node) => node switch
    {
        FileNode file => $"a file of {file.Content.Length} bytes, mode {Octal(node)}",
        SymlinkNode link => $"a symbolic link to {Text(link.Target)}",
        _ => $"{node.Describe()}, mode {Octal(node)}",
    };

    private static IEnumerable<PropertyChange> PropertiesOf(TreeChange change)
    {
        if (change is not { Before: { } before, After: { } after })
            yield break;
        if (change.Aspects.HasFlag(TreeAspects.Type))
            yield return new("type", before.Describe(), after.Describe());
        foreach (var (name, of) in Readers(before.Metadata, after.Metadata))
        {
            var (left, right) = (of(before), of(after));
            if (left is not null && right is not null && left != right)
                yield return new(name, left, right);
        }
    }

    private static IEnumerable<(string Name, Func<TreeNode, string?> Of)> Readers(Metadata before, Metadata after) =>
    [
        ("size", node => (node as FileNode)?.Content.Length.ToString(CultureInfo.InvariantCulture)),
        ("mode", Octal),
        ("owner", node => $"{node.Metadata.Owner}:{node.Metadata.Group}"),
        ("target", node => node is SymlinkNode link ? Text(link.Target) : null),
        ("device", node => node is DeviceNode device ? $"{(device.IsBlock ? "block" : "character")} {device.Major}:{device.Minor}" : null),
        .. before.Attributes.Keys.Union(after.Attributes.Keys).Select(name => (name, (Func<TreeNode, string?>)(node => Attribute(node, name)))),
    ];

    private static string Attribute(TreeNode node, string name) =>
        node.Metadata.Attributes.TryGetValue(name, out var value) ? Convert.ToHexStringLower(value.AsSpan()) : "none";

    private static string Octal(TreeNode node) => Modes.ToOctal(node.Metadata.Mode).PadLeft(4, '0');

    private static string Text(ImmutableArray<byte> bytes) => Encoding.UTF8.GetString(bytes.AsSpan());

    /// <summary>Names are anybody's: none of them can begin another line.</summary>
    private static string OneLine(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}

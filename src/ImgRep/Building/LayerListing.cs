using System.Buffers;
using System.Globalization;
using System.Text;
using ImgRep.Files;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>A layer as text: what the store keeps beside a layer's folder, to know it again and to notice that it changed.</summary>
/// <remarks>
/// One line an entry, depth-first, names in byte order: <c>KIND MODE OWNER GROUP MTIME ATTRIBUTES PATH</c>, for a file followed by
/// <c>SIZE SHA256 LINK</c> (LINK: the number of its hard-link group or <c>-</c>), for a link by its target. KIND is <c>d</c>irectory,
/// <c>D</c> opaque directory, <c>f</c>ile, <c>l</c>ink, <c>p</c>ipe or <c>w</c>hiteout. Names are written as <see cref="ListedName"/> has them.
/// </remarks>
public sealed class LayerListing
{
    private readonly ArrayBufferWriter<byte> text = new();
    private readonly Dictionary<LinkGroup, int> links = new(ReferenceEqualityComparer.Instance);
    private readonly bool withTimes;

    private LayerListing(LayerDirectory layer, bool withTimes)
    {
        this.withTimes = withTimes;
        PrintDirectory("/", layer);
    }

    public static byte[] Print(LayerDirectory layer) => new LayerListing(layer, withTimes: true).text.WrittenSpan.ToArray();

    /// <summary>A hash of everything in a layer but the times: two layers with the same one build the same.</summary>
    public static Digest DigestOf(LayerDirectory layer) => Digest.Compute(new LayerListing(layer, withTimes: false).text.WrittenSpan);

    private void PrintDirectory(string path, LayerDirectory directory)
    {
        PrintLine(directory.IsOpaque ? "D" : "d", directory.Metadata, path, "");
        foreach (var (name, node) in directory.Children)
        {
            var child = (path == "/" ? path : path + "/") + ListedName.Escape(name.Bytes);
            if (node is LayerDirectory folder)
                PrintDirectory(child, folder);
            else
                PrintLeaf(child, node);
        }
    }

    private void PrintLeaf(string path, LayerNode node)
    {
        switch (node)
        {
            case LayerWhiteout:
                PrintLine("w", Metadata.DefaultFile, path, "");
                break;
            case LayerLeaf { Node: FileNode file }:
                PrintLine("f", file.Metadata, path, $" {file.Content.Length} {file.Content.Digest.Hex} {LinkNumber(file.Link)}");
                break;
            case LayerLeaf { Node: SymlinkNode link }:
                PrintLine("l", link.Metadata, path, " " + ListedName.Escape(link.Target.AsSpan()));
                break;
            case LayerLeaf { Node: FifoNode fifo }:
                PrintLine("p", fifo.Metadata, path, "");
                break;
            case LayerLeaf { Node: DeviceNode device }:
                PrintLine(device.IsBlock ? "b" : "c", device.Metadata, path, $" {device.Major} {device.Minor}");
                break;
            default:
                throw new InvalidOperationException($"{path} cannot be listed");
        }
    }

    private string LinkNumber(LinkGroup? link)
    {
        if (link is null)
            return "-";
        if (!links.TryGetValue(link, out var number))
            links.Add(link, number = links.Count);
        return number.ToString(CultureInfo.InvariantCulture);
    }

    private void PrintLine(string kind, Metadata metadata, string path, string rest)
    {
        var attributes = metadata.Attributes.IsEmpty
            ? "-"
            : string.Join(',', metadata.Attributes.Select(a => ListedName.Escape(Encoding.UTF8.GetBytes(a.Key)) + "=" + Convert.ToHexStringLower(a.Value.AsSpan())));
        var mode = Modes.ToOctal(metadata.Mode);
        var time = withTimes ? metadata.ModifiedAt : 0;
        text.Write(Encoding.ASCII.GetBytes($"{kind} {mode} {metadata.Owner} {metadata.Group} {time} {attributes} {path}{rest}\n"));
    }
}

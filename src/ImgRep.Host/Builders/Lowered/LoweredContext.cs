using System.Text;
using ImgRep.Building.Lowering;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;
using ImgRep.Images.Configuration;
using ImgRep.Images.Layers;
using ImgRep.Primitives;

namespace ImgRep.Host.Builders.Lowered;

/// <summary>Writes a lowered package into a folder that any builder can take: the Containerfile and its files, their hashes, and what
/// the image's configuration will say.</summary>
/// <param name="share">Whether files may be hard links to those of the store. Not for folders that somebody may write to.</param>
internal sealed class LoweredContext(ContentStore store, string folder, bool share, CancellationToken cancellation)
{
    /// <summary>Where the digest of the layer goes in the configuration.</summary>
    private const string Placeholder = "sha256:LAYER";

    private readonly SortedDictionary<string, Digest> hashes = new(StringComparer.Ordinal);

    public void Write(LoweredPackage package, Platform platform)
    {
        foreach (var file in package.Files)
            Write(file);
        WriteText("Containerfile", package.Containerfile);
        WriteText("configuration.json", ConfigurationOf(package, platform));
        Disk.WriteText(Path.Combine(folder, "SHA256SUMS"), string.Concat(hashes.Select(file => $"{file.Value.Hex}  {file.Key}\n")));
    }

    private static string ConfigurationOf(LoweredPackage package, Platform platform)
    {
        var stand = Digest.Compute([]);
        var json = new ImageConfiguration(platform, package.Config, [stand]).ToJson();
        return Encoding.UTF8.GetString(json.AsSpan()).Replace($"\"{stand}\"", $"\"{Placeholder}\"", StringComparison.Ordinal);
    }

    private void Write(LoweredFile file)
    {
        var path = Path.Combine(folder, file.Path);
        Disk.MakeFolder(Path.GetDirectoryName(path)!);
        hashes[file.Path] = file switch
        {
            LoweredTree tree => WriteLayer(tree, path),
            LoweredLayer layer => Place(store.BlobPath(layer.Layer), layer.Layer, path),
            LoweredSource source => Place(store.Sources.PathOf(source.Source), source.Source, path),
            _ => throw new InvalidOperationException($"{file.Path} is of an unknown kind"),
        };
        FileSystem.SetModifiedAt(HostPath.Parse(path), ImgRep.Files.Metadata.EpochNanoseconds);
    }

    private Digest WriteLayer(LoweredTree tree, string path)
    {
        using var file = Disk.Create(path);
        return LayerWriter.Write(tree.Tree, file, cancellation).Digest;
    }

    private Digest Place(string stored, Digest digest, string path)
    {
        if (share && TryLink(stored, path))
            return digest;
        using var source = new DiskFile(HostPath.Parse(stored), 0, Disk.LengthOf(stored), digest).Open();
        using var target = Disk.Create(path);
        source.CopyTo(target, 1 << 20);
        return digest;
    }

    private static bool TryLink(string stored, string path)
    {
        try
        {
            FileSystem.HardLink(HostPath.Parse(stored), HostPath.Parse(path));
            return true;
        }
        catch (EnvironmentException)
        {
            // Another file system, or one without hard links.
            return false;
        }
    }

    private void WriteText(string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Disk.WriteBytes(Path.Combine(folder, name), bytes);
        hashes[name] = Digest.Compute(bytes);
    }
}

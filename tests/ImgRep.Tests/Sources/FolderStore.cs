using ImgRep.Host.Sources;
using ImgRep.Primitives;

namespace ImgRep.Tests.Sources;

/// <summary>A store for sources in a temporary folder, and folders of sources beside it.</summary>
internal sealed class FolderStore : ISourceStore, IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("imgrep-sources-");

    public FolderStore()
    {
        root.CreateSubdirectory("whole");
        root.CreateSubdirectory("partial");
    }

    /// <summary>What was left behind of transfers.</summary>
    public IEnumerable<string> Partials => Directory.EnumerateFiles(Path.Combine(root.FullName, "partial")).Select(Path.GetFileName)!;

    public bool Has(Digest digest) => File.Exists(PathOf(digest));

    public string PathOf(Digest digest) => Path.Combine(root.FullName, "whole", digest.Hex);

    public string PartialPathOf(Digest digest) => Path.Combine(root.FullName, "partial", digest.Hex);

    public void Adopt(string partial, Digest digest) => File.Move(partial, PathOf(digest), overwrite: true);

    public byte[] Content(Digest digest) => File.ReadAllBytes(PathOf(digest));

    /// <summary>A new folder that holds one file; returns the folder.</summary>
    public string Folder(string file, byte[] content)
    {
        var path = Path.Combine(root.FullName, Guid.NewGuid().ToString("N"), file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path[..^(file.Length + 1)];
    }

    public void Dispose() => root.Delete(recursive: true);
}

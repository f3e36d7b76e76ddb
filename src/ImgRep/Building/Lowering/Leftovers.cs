using System.Collections.Immutable;
using ImgRep.Containerfiles.Instructions;
using ImgRep.Files;
using ImgRep.Files.Copying;

namespace ImgRep.Building.Lowering;

/// <summary>Where builders mount something over a RUN, and leave the empty file or folder that they mounted it on.</summary>
internal static class Leftovers
{
    /// <summary>As of Docker 20.10, Buildah 1.28 and Podman 4.3.</summary>
    private static readonly string[] Always =
        ["/dev", "/etc", "/etc/hostname", "/etc/hosts", "/etc/resolv.conf", "/proc", "/run", "/run/.containerenv", "/run/secrets", "/sys"];

    /// <summary>What a RUN may leave: whatever of this the tree did not have before.</summary>
    public static ImmutableHashSet<string> After(LoweredStage stage, RunInstruction run)
    {
        var points = Always.Concat(run.Mounts.SelectMany(mount => WithParents(mount.Target)));
        return stage.Leftovers.Union(points.Where(point => stage.Tree.Find(point) is null));
    }

    /// <summary>Where a COPY puts what was left in its source.</summary>
    public static IEnumerable<string> Copied(LoweredStage source, CopyInstruction copy, string workingDirectory)
    {
        var destination = CopyRequest.DestinationIn(workingDirectory, copy.Destination).TrimEnd('/');
        foreach (var folder in copy.Sources.Select(path => FileTree.Show(FileTree.Split(path).AsSpan()).TrimEnd('/')))
        {
            foreach (var point in source.Leftovers.Where(point => point.StartsWith(folder + "/", StringComparison.Ordinal)))
                yield return destination + point[folder.Length..];
        }
    }

    private static IEnumerable<string> WithParents(string path)
    {
        for (var parent = path; parent is { Length: > 1 }; parent = Path.GetDirectoryName(parent))
            yield return parent;
    }
}

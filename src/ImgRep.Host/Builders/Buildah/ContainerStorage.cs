using ImgRep.Host.Posix;

namespace ImgRep.Host.Builders.Buildah;

/// <summary>Images, containers and settings that Buildah or Podman use for one build and that nobody else sees: what a build leaves,
/// however it ends, goes with its folder.</summary>
/// <param name="folder">An empty folder.</param>
internal sealed class ContainerStorage(string folder)
{
    private const string Engine = "[engine]\nruntime = \"runc\"\ncgroup_manager = \"cgroupfs\"\nevents_logger = \"none\"\n";

    /// <summary>Signatures are checked before images come here; builds make images that have none.</summary>
    public string Policy => Path.Combine(folder, "policy.json");

    public string Temporary => Path.Combine(folder, "tmp");

    /// <summary>Settings of the machine and of the user could add variables, mounts or capabilities to a RUN.</summary>
    public Dictionary<string, string?> Write()
    {
        foreach (var name in (string[])["tmp", "root", "run"])
            Disk.MakeFolder(Path.Combine(folder, name));
        Disk.WriteText(Policy, """{"default":[{"type":"insecureAcceptAnything"}]}""");
        return new Dictionary<string, string?>
        {
            ["CONTAINERS_CONF"] = Setting("containers.conf", Engine),
            ["CONTAINERS_REGISTRIES_CONF"] = Setting("registries.conf", ""),
            ["CONTAINERS_STORAGE_CONF"] = Setting("storage.conf", $"[storage]\ndriver = \"overlay\"\ngraphroot = \"{Quoted(folder)}/root\"\nrunroot = \"{Quoted(folder)}/run\"\n"),
            ["TMPDIR"] = Temporary,
            ["XDG_RUNTIME_DIR"] = Temporary,
            ["BUILDAH_ISOLATION"] = null,
        };
    }

    /// <summary>As a basic string of TOML has it.</summary>
    private static string Quoted(string path) => path.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private string Setting(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Disk.WriteText(path, text);
        return path;
    }
}

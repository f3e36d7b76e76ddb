using System.Diagnostics;
using System.Text;

namespace ImgRep.EndToEnd;

/// <summary>A tree of packages in a folder of its own, with a store of its own. Its package <c>base</c> has a shell and the usual tools.</summary>
public sealed class SmallTree : IDisposable
{
    public const string BusyBox = "/bin/busybox";

    private const string Base = """
        FROM scratch
        COPY busybox /bin/
        COPY links /bin/
        """;

    public SmallTree(string? folder = null)
    {
        Root = folder ?? Path.Combine(Path.GetTempPath(), "imgrep-test-" + Guid.NewGuid().ToString("n")[..8]);
        var links = Directory.CreateDirectory(Path.Combine(Root, "packages", "base", "links")).FullName;
        Write("packages/base/Containerfile", Base);
        File.Copy(BusyBox, Path.Combine(Root, "packages/base/busybox"));
        foreach (var tool in ("sh cat cp echo env id ls ln mkdir mknod mount rm sed seq sleep stat tar touch true wget yes dd head ps hostname sort tr chown "
            + "chmod insmod").Split(' '))
            File.CreateSymbolicLink(Path.Combine(links, tool), "busybox");
    }

    public string Root { get; }

    public string Store => Path.Combine(Root, "store");

    public string Log(string package) => File.ReadAllText(Path.Combine(Root, "out", "logs", package + ".log"));

    /// <summary>Adds a package, or one route of it.</summary>
    public SmallTree With(string package, string containerfile, string? route = null)
    {
        Write($"packages/{package}/Containerfile{(route is null ? "" : $".{route}")}", containerfile);
        return this;
    }

    public void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    public void Write(string path, byte[] content)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }

    public string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public Outcome Run(params string[] arguments) => Imgrep.Run(Imgrep.Launcher, arguments, Root, Variables());

    /// <summary>As from a terminal: for what a shell starts in the background, it has interrupts ignored.</summary>
    public Process Start(params string[] arguments) => Imgrep.Start("env", ["--default-signal=INT", Imgrep.Launcher, .. arguments], Root, Variables());

    /// <summary>Builds one package from nothing known and gives its digest.</summary>
    public string Build(string package, params string[] options)
    {
        var outcome = Run(["build", "--no-archive", package, .. options]);
        outcome.ExitCode.ShouldBe(0, outcome.ToString());
        return outcome.Output.Split(' ')[0];
    }

    public Dictionary<string, string> Variables() => new() { ["IMGREP_STORE"] = Store };

    public void Dispose()
    {
        // Files of mapped ids can only be removed inside the namespace that maps them.
        _ = Run("clean", "--sources");
        Directory.Delete(Root, recursive: true);
    }

    public IEnumerable<string> StoreFiles(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Store, folder), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
}

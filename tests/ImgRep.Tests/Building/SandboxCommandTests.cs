using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ImgRep.Building;

namespace ImgRep.Tests.Building;

public class SandboxCommandTests
{
    private static readonly RunSpec Spec = new(["sh"], ImmutableSortedDictionary<string, string>.Empty, "/", 0, 0, []);

    /// <summary>All of them are mounted before a sandbox starts, so that it looks up no name of an image.</summary>
    [Fact]
    public void A_sandbox_mounts_nothing_but_its_root_and_what_the_kernel_shows()
    {
        var words = BubblewrapCommand.Print(Spec, "/root", [new("/proc/kcore", false), new("/proc/acpi", true)]).ToList();
        string[] mounting = ["--bind", "--dev-bind", "--ro-bind", "--ro-bind-try", "--tmpfs", "--proc", "--mqueue", "--dev", "--symlink", "--dir", "--file"];
        Enumerable.Range(0, words.IndexOf("--")).Where(index => mounting.Contains(words[index]))
            .Select(index => words[index] is "--proc" or "--mqueue" or "--tmpfs" ? words[index + 1] : words[index + 2])
            .ShouldAllBe(target => target == "/" || target == "/dev/mqueue" || target == "/proc" || target.StartsWith("/proc/", StringComparison.Ordinal));
        using var json = JsonDocument.Parse(OciRuntimeConfig.Write(Spec, "/root"));
        json.RootElement.GetProperty("mounts").EnumerateArray().Select(mount => $"{mount.GetProperty("source")} {mount.GetProperty("destination")}")
            .ShouldBe(["proc /proc", "/root/dev /dev", "mqueue /dev/mqueue"]);
    }

    [Fact]
    public void Both_sandboxes_hide_and_protect_the_same_files()
    {
        var words = BubblewrapCommand.Print(Spec, "/root", KernelFiles.Masked.Select(path => KeyValuePair.Create(path, false))).ToList();
        using var json = JsonDocument.Parse(OciRuntimeConfig.Write(Spec, "/root"));
        var linux = json.RootElement.GetProperty("linux");
        linux.GetProperty("maskedPaths").EnumerateArray().Select(path => path.GetString()!).ShouldBeSubsetOf(words);
        linux.GetProperty("readonlyPaths").EnumerateArray().Select(path => path.GetString()!).ShouldBeSubsetOf(words);
    }

    [Fact]
    public void The_runtime_is_told_of_every_limit()
    {
        var json = Encoding.UTF8.GetString(OciRuntimeConfig.Write(Spec, "/root"));
        json.ShouldContain("""{"type":"RLIMIT_STACK","soft":8388608,"hard":18446744073709551615}""");
        foreach (var limit in ResourceLimit.All)
            json.ShouldContain($"RLIMIT_{limit.Name.ToUpperInvariant()}\"");
    }

    [Fact]
    public void Varied_limits_differ_where_results_could_follow_them_and_are_none_that_no_machine_has()
    {
        var varied = RunVariation.Limits.Apply(Spec).Limits;
        foreach (var (limit, other) in ResourceLimit.All.Zip(varied))
        {
            other.Name.ShouldBe(limit.Name);
            other.Soft.ShouldBeLessThanOrEqualTo(other.Hard);
            other.Hard.ShouldBeLessThanOrEqualTo(limit.Hard);
        }
        ResourceLimit.All.Zip(varied).Where(pair => pair.First != pair.Second).Select(pair => pair.First.Name)
            .ShouldBe(["stack", "nproc", "nofile", "memlock", "sigpending", "msgqueue"]);
    }

    [Fact]
    public void Every_limit_that_the_kernel_has_is_given() =>
        ResourceLimit.All.Select(limit => limit.Number).ShouldBe(Enumerable.Range(0, 16));
}

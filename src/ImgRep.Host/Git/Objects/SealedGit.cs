using System.Diagnostics;
using System.Globalization;
using ImgRep.Host.Posix;
using ImgRep.Host.Sandbox;

namespace ImgRep.Host.Git.Objects;

/// <summary>Starts git for what comes from strangers: it sees no configuration of the user, the system or a repository but what is written here, runs
/// no hook, asks nobody for anything, and cannot use more than its limits.</summary>
internal static class SealedGit
{
    /// <summary>How the network is reached is the user's, and nothing else.</summary>
    private static readonly string[] Kept =
        ["PATH", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    private static readonly string[] Settings =
    [
        "core.hooksPath=/dev/null", "core.attributesFile=/dev/null", "core.fsmonitor=false", "core.askPass=", "credential.helper=",
        "protocol.version=2", "protocol.allow=never", "protocol.http.allow=always", "protocol.https.allow=always", "protocol.git.allow=always",
        "fetch.fsckObjects=true", "transfer.fsckObjects=true", "fetch.unpackLimit=1", "fetch.recurseSubmodules=false", "fetch.writeCommitGraph=false",
        "gc.auto=0", "maintenance.auto=false", "pack.threads=2", "core.packedGitLimit=256m", "core.packedGitWindowSize=32m",
        "http.lowSpeedLimit=1", "http.lowSpeedTime=60",
    ];

    /// <param name="folder">A bare repository, or where one is going to be.</param>
    /// <exception cref="EnvironmentException">There is no git.</exception>
    public static Process Start(string folder, RepositoryLimits limits, params ReadOnlySpan<string> arguments)
    {
        if (ProgramPath.Find("git") is null)
            throw new EnvironmentException("start", "git", "it is not installed", "install git");
        // A limit that is lower already stays.
        var script = string.Create(CultureInfo.InvariantCulture,
            $"ulimit -f {limits.Bytes / 512}; ulimit -v {limits.Memory / 1024}; ulimit -t {(long)limits.Time.TotalSeconds}; exec git \"$@\"");
        List<string> words = ["-c", script, "git", "--git-dir=.", "--no-pager", .. Settings.SelectMany(setting => (string[])["-c", setting]), .. arguments];
        var description = new ProcessStartInfo("/bin/sh", words)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var variable in description.Environment.Keys.Except(Kept).ToList())
            description.Environment.Remove(variable);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[
            ("HOME", folder), ("LC_ALL", "C"), ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_ATTR_NOSYSTEM", "1"),
            ("GIT_ALLOW_PROTOCOL", "http:https:git"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_REPLACE_OBJECTS", "1"), ("GIT_NO_LAZY_FETCH", "1")])
        {
            description.Environment[name] = value;
        }
        return ChildProgram.Start(description, "install git");
    }
}

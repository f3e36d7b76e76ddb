using System.Collections.Immutable;

namespace ImgRep.Containerfiles.Checks.Commands.Network;

/// <summary>Programs that copy files, sources or images from other machines.</summary>
internal static class Transfers
{
    private const string Hint = "a RUN has no network: fetch files with ADD --checksum";
    private const string KeyHint = "a RUN has no network: put the key into a file beside the Containerfile, and COPY it";

    public static ImmutableArray<NetworkUse> Uses { get; } =
    [
        new("curl", "*, --url, -K, --config", Hint)
        {
            Offline = "-V --version -h --help -M --manual --unix-socket --abstract-unix-socket",
            IsLocal = AreThisMachine,
        },
        new("wget", "*, -i, --input-file", Hint) { Offline = "-V --version -h --help", IsLocal = AreThisMachine },
        new("aria2c axel lftp ftp sftp ssh ssh-copy-id ssh-keyscan", "*", Hint) { IsLocal = operands => Place.IsThisMachine(operands[0]) },
        new("scp rsync", "*", Hint) { IsLocal = operands => !operands.Any(Place.IsRemote) },
        new("git", "clone, submodule add, lfs clone, svn clone, ls-remote", Hint) { IsLocal = StartsHere },
        new("git", "fetch, pull, push, remote update", Hint) { IsLocal = operands => !operands.IsEmpty && Place.IsPath(operands[0]) },
        new("git", "submodule update, lfs fetch, lfs pull, svn fetch", Hint) { Offline = "-N --no-fetch" },
        new("hg", "clone, pull, push, incoming, outgoing, identify", Hint) { IsLocal = StartsHere },
        new("svn", "checkout, co, export, import, list, ls, cat", Hint) { IsLocal = StartsHere },
        new("svn", "update, up, switch, commit", Hint),
        new("bzr brz fossil", "branch, checkout, pull, clone", Hint) { IsLocal = StartsHere },
        new("gpg gpg2", "--recv-keys, --recv-key, --recv, --receive-keys, --refresh-keys, --search-keys, --send-keys, --fetch-keys, --locate-keys, --locate-external-keys",
            KeyHint),
        new("apt-key", "--recv-keys, --recv-key, --recv, --fetch-keys", KeyHint),
        new("docker podman nerdctl buildah", "pull, push, login, search, image pull, image push", Hint),
        new("skopeo", "copy, inspect, sync, list-tags", Hint) { IsLocal = operands => !operands.Any(operand => operand.StartsWith("docker:", StringComparison.Ordinal)) },
        new("gh glab", "api, repo, release, pr, mr, issue, run, workflow, gist, auth, search", Hint),
        new("helm", "repo add, repo update, pull, push, dependency update, dependency build, dep update, dep build, registry login", Hint),
        new("terraform tofu", "init, get", Hint) { Offline = "-plugin-dir" },
        new("aws gsutil", "*", Hint),
    ];

    private static bool AreThisMachine(ImmutableArray<string> operands) => !operands.IsEmpty && operands.All(Place.IsThisMachine);

    /// <summary>What is taken lies here, as far as one can see.</summary>
    private static bool StartsHere(ImmutableArray<string> operands) => !operands.IsEmpty && !Place.IsRemote(operands[0]) && !Place.IsUnknown(operands[0]);
}

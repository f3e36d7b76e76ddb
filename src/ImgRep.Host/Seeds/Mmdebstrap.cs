using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ImgRep.Host.Sources;
using ImgRep.Primitives;

namespace ImgRep.Host.Seeds;

/// <summary>The command that recreates a seed, mmdebstrap(1). What comes out depends on the packages alone: what mmdebstrap and
/// the host put beside them (apt's configuration, the host's name and resolver) is taken out again.</summary>
internal static partial class Mmdebstrap
{
    public const string Program = "mmdebstrap";

    private static readonly ImmutableArray<string> Options =
    [
        // Packages are only unpacked. No script of theirs runs, no root is needed.
        "--variant=extract",
        "--mode=root",
        "--format=tar",
        // There is one mapped user: nothing can be given to apt's own.
        "--aptopt=APT::Sandbox::User \"root\"",
        // Devices and mounts are the sandbox's business; the cleaning is done below, apt's included.
        "--skip=chroot/mount,output/dev,output/mknod,cleanup",
        "--dpkgopt=path-exclude=/usr/share/doc/*",
        "--dpkgopt=path-exclude=/usr/share/info/*",
        "--dpkgopt=path-exclude=/usr/share/locale/*",
        "--dpkgopt=path-exclude=/usr/share/man/*",
        // Thirty megabytes for people who debug gcc itself.
        "--dpkgopt=path-exclude=/usr/bin/*-lto-dump*",
        // Nothing in it is needed to compile, and some of it has another owner than root.
        "--dpkgopt=path-exclude=/var/*",
        // Bookworm's packages need /bin to be /usr/bin but leave making it so to the installer; trixie's bring the links.
        "--setup-hook=for d in bin sbin lib lib64; do mkdir -p \"$1/usr/$d\"; ln -s \"usr/$d\" \"$1/$d\"; done",
        "--extract-hook=cd \"$1/var/cache/apt/archives\" && sha256sum *.deb",
        "--extract-hook=cd \"$1\" && rm -r etc/apt etc/dpkg/dpkg.cfg.d/99mmdebstrap etc/fstab etc/hostname etc/resolv.conf tmp var && mkdir -m 1777 tmp",
    ];

    /// <summary>Arguments for <c>unshare</c>, which starts mmdebstrap as the only user of a namespace: so root and ordinary users
    /// do the same, and neither can own a file as anyone but root.</summary>
    /// <param name="settings">Options of the system's apt that say how to reach the archive.</param>
    public static ImmutableArray<string> Arguments(
        Seed seed, SystemArchive archive, string keyring, IEnumerable<string> settings, string destinationTar) =>
    [
        "--user", "--map-root-user", "--", Program, .. OptionsOf(seed),
        .. settings.Select(setting => "--aptopt=" + setting),
        seed.Suite,
        destinationTar,
        $"deb [signed-by={keyring}] {archive.Base} {seed.Suite} main",
    ];

    /// <summary>The command for a reader to repeat, on one line; ARCHIVE stands for an apt source.</summary>
    public static string Display(Seed seed) =>
        $"SOURCE_DATE_EPOCH=0 unshare --user --map-root-user {Program} {string.Join(' ', OptionsOf(seed).Select(Quote))} {seed.Suite} {seed.Name}.tar ARCHIVE";

    /// <summary>The binary packages that mmdebstrap unpacked, from what the hook above printed between other messages.</summary>
    public static ImmutableArray<SeedArchive> Archives(IEnumerable<string> lines) =>
        [.. from line in lines
            let match = ArchiveLine().Match(line)
            where match.Success
            let archive = new SeedArchive(
                Digest.FromHash(Convert.FromHexString(match.Groups["hash"].Value)),
                match.Groups["name"].Value,
                Uri.UnescapeDataString(match.Groups["version"].Value),
                match.Groups["architecture"].Value)
            orderby archive.Name, archive.Architecture
            select archive];

    private static IEnumerable<string> OptionsOf(Seed seed) =>
        [.. Options, "--architectures=" + seed.Architecture, "--include=" + string.Join(',', seed.Packages)];

    private static string Quote(string word) => word.AsSpan().ContainsAny(" $*\"") ? $"'{word}'" : word;

    [GeneratedRegex("^(?<hash>[0-9a-f]{64})  (?<name>[^_ ]+)_(?<version>[^_ ]+)_(?<architecture>[^_ ]+)\\.deb$")]
    private static partial Regex ArchiveLine();
}

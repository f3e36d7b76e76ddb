using System.Collections.Immutable;

namespace ImgRep.Containerfiles.Checks.Commands.Network;

/// <summary>Package managers of distributions.</summary>
internal static class SystemPackages
{
    private const string Hint = "a RUN has no network: take the files from another package with COPY --from=imgrep/NAME";

    public static ImmutableArray<NetworkUse> Uses { get; } =
    [
        new("apt apt-get aptitude", "install, update, upgrade, dist-upgrade, full-upgrade, safe-upgrade, build-dep, source, download, changelog, reinstall, satisfy", Hint)
        {
            Offline = "--no-download --print-uris -s --simulate --just-print --dry-run --recon --no-act",
            IsLocal = AreFiles,
        },
        new("apt-add-repository add-apt-repository apt-file debootstrap mmdebstrap", "*", Hint) { Offline = "-n --no-update -r --remove --print-debs --simulate" },
        new("apk", "add, update, upgrade, fetch", Hint) { Offline = "--no-network -s --simulate", IsLocal = AreFiles },
        new("dnf dnf5 yum microdnf tdnf", "install, update, upgrade, update-minimal, distro-sync, reinstall, localinstall, groupinstall, group install, "
            + "builddep, build-dep, makecache, check-update, download, module install", Hint)
        {
            Offline = "-C --cacheonly --assumeno",
            IsLocal = AreFiles,
        },
        new("zypper", "install, in, update, up, dist-upgrade, dup, patch, refresh, ref, source-install, si, download", Hint)
        {
            Offline = "--no-remote --dry-run",
            IsLocal = AreFiles,
        },
        new("pacman yay paru", "-S, --sync", Hint) { Offline = "-c --clean -s --search -i --info -l --list -g --groups -p --print" },
        new("pacman yay paru", "-U, --upgrade", Hint) { IsLocal = AreNoUrls },
        new("rpm", "-i, --install, -U, --upgrade, -F, --freshen, --import", Hint) { Offline = "-q --query -V --verify", IsLocal = AreNoUrls },
        new("xbps-install", "-S, -u, --sync, --update", Hint),
        new("emerge", "*", Hint) { Offline = "-p --pretend --info -C --unmerge --depclean --usepkgonly -K" },
        new("opkg brew snap flatpak", "install, update, upgrade, download", Hint) { IsLocal = AreFiles },
        new("nix", "build, develop, run, shell, flake update, flake lock, profile install, profile add, profile upgrade", Hint) { Offline = "--offline" },
        new("nix-env", "-i, --install, -u, --upgrade", Hint) { Offline = "--offline", IsLocal = AreFiles },
        new("nix-channel", "--update", Hint),
        new("nix-shell nix-build", "*, -p, --packages", Hint) { Offline = "--offline" },
    ];

    internal static bool AreFiles(ImmutableArray<string> operands) => !operands.IsEmpty && operands.All(Place.IsPackageFile);

    private static bool AreNoUrls(ImmutableArray<string> operands) => !operands.Any(Place.IsRemoteUrl);
}

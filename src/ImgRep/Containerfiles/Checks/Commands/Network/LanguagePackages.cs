using System.Collections.Immutable;

namespace ImgRep.Containerfiles.Checks.Commands.Network;

/// <summary>Package managers of languages.</summary>
internal static class LanguagePackages
{
    private const string Hint = "a RUN has no network: fetch the files with ADD --checksum, and install them offline";
    private const string PipHint = "a RUN has no network: fetch wheels with ADD --checksum, and write pip install --no-index --no-deps FILE.whl";
    private const string GoHint = "a RUN has no network: fetch modules with ADD --checksum, and write go build -mod=vendor";

    public static ImmutableArray<NetworkUse> Uses { get; } =
    [
        new("pip pip3", "install, download, wheel, search, index versions", PipHint)
        {
            Offline = "--no-index --no-build-isolation",
            OfflineVariables = "PIP_NO_INDEX",
            IsLocal = operands => !operands.IsEmpty && operands.All(IsWheel),
        },
        new("uv", "sync, lock, add, pip install, pip sync, pip compile, tool install, tool run, python install, run --with", Hint)
        {
            Offline = "--offline --no-index --frozen",
            OfflineVariables = "UV_OFFLINE UV_NO_INDEX",
        },
        new("poetry pdm pipenv", "install, update, add, lock, sync, self update", Hint),
        new("pipx easy_install", "install, upgrade, run, inject", Hint) { IsLocal = SystemPackages.AreFiles },
        new("conda mamba micromamba", "install, create, update, upgrade, search, env create, env update", Hint)
        {
            Offline = "--offline --dry-run",
            OfflineVariables = "CONDA_OFFLINE",
            IsLocal = SystemPackages.AreFiles,
        },
        new("go", "get, mod download, mod tidy, mod vendor", GoHint) { OfflineVariables = "GOPROXY=off GOPROXY=file:" },
        new("go", "install, run", GoHint)
        {
            OfflineVariables = "GOPROXY=off GOPROXY=file:",
            IsLocal = operands => !operands.Any(operand => operand.Contains('@', StringComparison.Ordinal)),
        },
        new("npm pnpm bun", "install, i, ci, add, update, up, upgrade, install-test, exec, dlx, audit, publish, view, outdated, search, pack", Hint)
        {
            Offline = "--offline --dry-run",
            OfflineVariables = "npm_config_offline NPM_CONFIG_OFFLINE",
            IsLocal = SystemPackages.AreFiles,
        },
        new("pnpm", "fetch", Hint) { Offline = "--offline" },
        new("yarn", "(), install, add, upgrade, up, dlx, create, global add", Hint) { Offline = "--offline", IsLocal = SystemPackages.AreFiles },
        new("gem", "install, update, fetch, push, search", Hint) { Offline = "--local -l", IsLocal = SystemPackages.AreFiles },
        new("bundle bundler", "(), install, update, add, lock", Hint) { Offline = "--local" },
        new("cargo", "install, fetch, update, search, publish, add, vendor, generate-lockfile", Hint)
        {
            Offline = "--offline --frozen --path",
            OfflineVariables = "CARGO_NET_OFFLINE",
        },
        new("rustup", "install, update, toolchain install, toolchain add, target add, component add, self update", Hint),
        new("composer", "install, update, require, create-project, global require, self-update", Hint) { OfflineVariables = "COMPOSER_DISABLE_NETWORK" },
        new("mvn mvnw", "*", $"{Hint}: mvn -o") { Offline = "-o --offline" },
        new("gradle gradlew", "*", $"{Hint}: gradle --offline") { Offline = "--offline" },
        new("dotnet", "restore, add package, tool install, tool restore, tool update, workload install, workload restore", Hint),
        new("nuget", "install, restore", Hint),
        new("cpan cpanm", "*", Hint) { IsLocal = SystemPackages.AreFiles },
        new("luarocks", "install, download, build, search", Hint)
        {
            IsLocal = operands => !operands.IsEmpty && operands.All(operand => Place.IsPackageFile(operand) || operand.EndsWith(".rock", StringComparison.Ordinal)),
        },
        new("opam", "init, install, update, upgrade, switch create", Hint),
        new("cabal", "update, get, fetch, install", Hint) { Offline = "--offline" },
        new("stack", "setup, update, upgrade", Hint),
        new("mix", "deps.get, deps.update, local.hex, local.rebar, archive.install", Hint),
        new("lein", "deps", Hint) { Offline = "-o" },
        new("swift", "package resolve, package update", Hint),
        new("dart flutter", "pub get, pub upgrade, pub add", Hint) { Offline = "--offline" },
        new("conan vcpkg", "install, download, update", Hint),
        new("meson", "subprojects download, subprojects update, wrap install", Hint),
        new("nvm fnm pyenv rbenv asdf volta sdk", "install", Hint),
    ];

    private static bool IsWheel(string operand) => Place.IsPackageFile(operand) && operand.EndsWith(".whl", StringComparison.Ordinal);
}

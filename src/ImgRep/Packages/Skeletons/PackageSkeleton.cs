namespace ImgRep.Packages.Skeletons;

/// <summary>What a new package begins with: a Containerfile to complete, and its test.</summary>
/// <param name="Source">Null where it is not known yet: then check names the place where it belongs.</param>
/// <param name="Known">The packages of the tree.</param>
public sealed record PackageSkeleton(PackageName Name, NewSource? Source, IReadOnlyCollection<string> Known)
{
    private const string Shell = "pallet-c";
    private const string CMake = "cmake";

    /// <summary>What steps can run on; null where the tree has nothing of the kind.</summary>
    public string? Base => new[] { Shell, "bootstrap", "busybox" }.FirstOrDefault(Known.Contains)
        ?? Known.Order(StringComparer.Ordinal).FirstOrDefault(name => name.StartsWith("pallet-", StringComparison.Ordinal));

    private string Version => Source?.Version ?? "1.0";

    private string FileName => Source?.FileName ?? $"{Name}-{Version}.tar.gz";

    private bool IsTar => Source is null or { Outline: not null };

    /// <summary><c>packages/NAME/Containerfile</c></summary>
    public string Containerfile => Join(
    [
        $"ARG VERSION={Version}",
        "",
        Base is null ? null : $"FROM imgrep/{Base} AS build",
        Base is null ? null : "ARG VERSION",
        .. Base is null ? [] : Building(),
        Base is null ? null : "",
        "FROM scratch",
        "ARG VERSION",
        "# Say under which licence it is (SPDX), where it comes from, and what it is.",
        @"LABEL org.opencontainers.image.version=${VERSION} \",
        @"      org.opencontainers.image.licenses=NOASSERTION \",
        $@"      org.opencontainers.image.url={HomePage} \",
        $"      org.opencontainers.image.description=\"{Name}\"",
        .. Base is null ? Adding() : ["COPY --from=build /rootfs /"],
    ]);

    /// <summary><c>tests/packages/NAME/Containerfile</c></summary>
    public string Test => Base is null
        ? Join(["# Do what a user would do with it; here: the file is there.", "FROM scratch", $"COPY --from=imgrep/{Name} /{FileName} /"])
        : Join([$"FROM imgrep/{Base}", "# Do what a user would do first with it; here: something was installed.", $"COPY --from=imgrep/{Name} / /installed",
            "RUN test -n \"$(ls /installed)\""]);

    private string HomePage => Source is { } source && !source.Url.StartsWith(NewSource.UnknownPlace, StringComparison.Ordinal)
        ? new Uri(source.Url).GetLeftPart(UriPartial.Authority) : "urn:imgrep:" + Name;

    /// <summary>Everywhere the version stands, so that a new one is one line.</summary>
    private string WithVersion(string text) => Version.Length > 1 ? text.Replace(Version, "${VERSION}", StringComparison.Ordinal) : text;

    private IEnumerable<string> Adding() =>
    [
        .. Source is { } source
            ? (string[])[.. source.Url.StartsWith(NewSource.UnknownPlace, StringComparison.Ordinal) ? (string[])["# Write where others find this file."] : [],
                $"ADD --checksum={source.Digest} {WithVersion(source.Url)} /"]
            : ["# Write where the source lies, and its hash: ADD --checksum=sha256:HEX URL /", $"ADD {NewSource.UnknownPlace}{WithVersion(FileName)} /"],
    ];

    private IEnumerable<string> Building()
    {
        var folder = Source?.Outline is { Folder: null } || !IsTar ? null : WithVersion(Source?.Outline?.Folder ?? $"{Name}-{Version}");
        var files = Source?.Outline?.Files;
        var usesCMake = files?.Contains("CMakeLists.txt") == true && !files.Contains("configure") && Known.Contains(CMake);
        return
        [
            .. usesCMake ? (string[])[$"COPY --from=imgrep/{CMake} / /"] : [],
            .. Adding(),
            !IsTar ? $"RUN mkdir /source && cd /source && unzip -q /{WithVersion(FileName)}"
                : folder is null ? $"RUN mkdir /source && tar -xf {WithVersion(FileName)} -C /source" : $"RUN tar -xf {WithVersion(FileName)}",
            $"WORKDIR /{folder ?? "source"}",
            .. usesCMake
                ? (string[])["RUN cmake -B /build -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr",
                    "RUN cmake --build /build -j\"$(nproc)\" && DESTDIR=/rootfs cmake --install /build"]
                : files is null || files.Contains("configure")
                    ? ["RUN ./configure --prefix=/usr", "RUN make -j\"$(nproc)\" && make DESTDIR=/rootfs install"]
                    : ["RUN make -j\"$(nproc)\" && make DESTDIR=/rootfs PREFIX=/usr install"],
        ];
    }

    private static string Join(IEnumerable<string?> lines) => string.Concat(lines.OfType<string>().Select(line => line + "\n"));
}

namespace ImgRep.EndToEnd.Builders;

/// <summary>A package with everything that builders are known to treat differently.</summary>
internal static class TortureTree
{
    private const string Containerfile = """
        ARG VERSION=1

        FROM imgrep/base AS tools
        ARG VERSION
        ENV GREETING="he said \"it's \$5\" \\ ok" EMPTY=
        COPY passwd group /etc/
        COPY --chown=bob ctx/ /from-context/
        ADD archive.tar /unpacked/
        COPY <<EOF /etc/motd
        version ${VERSION}
        EOF

        FROM tools AS build
        ENV INHERITED=yes
        RUN mkdir -p /rootfs/usr/lib64 /rootfs/empty/deeper /rootfs/odd && ln -s usr/lib64 /rootfs/lib && echo lib >/rootfs/usr/lib64/libx.so.1.0 && ln -s libx.so.1.0 /rootfs/usr/lib64/libx.so
        RUN cd /rootfs && echo one >hard-a && ln hard-a hard-z && ln hard-a usr/hard-m && chmod 4755 hard-a && : >zero && chmod 1777 empty && chmod 2755 empty/deeper
        RUN cd /rootfs/odd && echo x >owned && chown 12345:54321 owned && chmod 0400 owned && ln -s nowhere dangling && chown -h 7:8 dangling && echo y >'with space' && echo z >'ünïcödé-名前' && echo w >'$dollar"quote\back'
        RUN cd /rootfs && n=0; p=deep; while [ $n -lt 60 ]; do p=$p/level$n; n=$((n+1)); done; mkdir -p $p && echo bottom >$p/file && echo long >$(yes abcdefghij | head -n 20 | tr -d '\n')
        RUN dd if=/dev/zero of=/rootfs/holes bs=1 count=1 seek=8388608
        RUN <<EOF
        set -e
        env | sort >/rootfs/environment
        id -u >/rootfs/id
        hostname >/rootfs/hostname
        umask >/rootfs/umask
        pwd >/rootfs/pwd
        ls -lad /tmp >/rootfs/tmp 2>&1 || true
        EOF
        RUN <<EOF
        #!/bin/sh
        echo "$0 ran with $#" >/rootfs/script
        EOF
        RUN cat <<EOF >/rootfs/inline && echo done >>/rootfs/inline
        inline ${VERSION} $HOME
        EOF
        USER bob
        WORKDIR /home/bob/place
        USER 0
        RUN chown bob /home/bob/place
        USER bob
        RUN id -u >id && id -g >>id && env | sort >env && echo "$HOME" >home
        USER 0
        WORKDIR /
        RUN --mount=type=bind,source=ctx,target=/mnt/ctx --mount=type=cache,target=/root/.cache --mount=type=tmpfs,target=/scratch cat /mnt/ctx/a.txt >/rootfs/mounted && echo c >/root/.cache/c && echo t >/scratch/t
        RUN ["/bin/sh", "-c", "echo exec $1 >/rootfs/exec", "x", "$HOME y"]
        SHELL ["/bin/sh", "-e", "-c"]
        RUN echo shell >/rootfs/shell
        COPY --chown=3:4 --chmod=640 ctx/a.txt ctx/b.txt /rootfs/late/
        COPY ctx/*.txt /rootfs/glob/
        COPY ctx /rootfs/ctx
        COPY ctx/run /rootfs/lib/
        COPY --link ctx/a.txt /rootfs/linked/

        FROM tools AS whole
        RUN echo whole >/whole

        FROM scratch AS middle
        COPY --from=build /rootfs/ /
        COPY --from=build /rootfs/usr/lib64/*.so* /lib/
        COPY --from=build --chown=9:9 /rootfs/odd /chowned/odd
        COPY --from=build --chmod=700 /rootfs/exec /modes/

        FROM scratch
        COPY --from=middle / /
        COPY --from=build /home/ /home/
        COPY --link --from=build /rootfs/usr /opt/usr
        COPY --from=tools /from-context /unpacked /tools/
        COPY --from=whole / /whole/
        VOLUME /data
        EXPOSE 80
        WORKDIR /w
        USER bob
        CMD ["/bin/sh"]
        """;

    public static SmallTree Make(string package = Containerfile)
    {
        var tree = new SmallTree().With("torture", package);
        tree.Write("packages/torture/passwd", "root:x:0:0:root:/root:/bin/sh\nbob:x:1000:1001:bob:/home/bob:/bin/sh\n");
        tree.Write("packages/torture/group", "root:x:0:\nbob:x:1001:\n");
        tree.Write("packages/torture/ctx/a.txt", "a\n");
        tree.Write("packages/torture/ctx/b.txt", "b\n");
        tree.Write("packages/torture/ctx/run", "#!/bin/sh\n");
        tree.Write("packages/torture/ctx/empty/.keep", "");
        File.CreateSymbolicLink(Path.Combine(tree.Root, "packages/torture/ctx/link"), "a.txt");
        tree.Write("packages/torture/archive.tar", Archive());
        return tree;
    }

    /// <summary>With capabilities and attributes, which tools without privileges cannot make.</summary>
    private static byte[] Archive()
    {
        var scratch = Directory.CreateTempSubdirectory("imgrep-test-").FullName;
        const string Script = """
            import io, sys, tarfile
            tar = tarfile.open(sys.argv[1], "w", format=tarfile.PAX_FORMAT)
            def add(name, content, **records):
                info = tarfile.TarInfo(name)
                info.size, info.mode, info.uid, info.mtime = len(content), 0o755, 60000, 1000000000
                info.pax_headers = records
                tar.addfile(info, io.BytesIO(content))
            add("bin/ping", b"ping", **{"SCHILY.xattr.security.capability": "\x01\x00\x00\x02\x00 \x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"})
            add("bin/noted", b"noted", **{"SCHILY.xattr.user.note": "hello"})
            link = tarfile.TarInfo("bin/ping2")
            link.type, link.linkname = tarfile.LNKTYPE, "bin/ping"
            tar.addfile(link)
            tar.close()
            """;
        var path = Path.Combine(scratch, "archive.tar");
        Imgrep.Run("python3", ["-c", Script, path], scratch).ExitCode.ShouldBe(0);
        var bytes = File.ReadAllBytes(path);
        Directory.Delete(scratch, recursive: true);
        return bytes;
    }
}

#!/usr/bin/env python3
"""A second implementation of docs/formats/canonical-image.md, which shares nothing with the first.

usage: canonical-image.py TREE DESCRIPTION.json [LAYER]

TREE is a folder, or an uncompressed tar with an entry for every folder. DESCRIPTION is a JSON object with architecture, os, variant
and config as an image configuration has them. Prints the digests of layer, configuration and manifest; writes the layer to LAYER.
Owners are as lstat shows them: run it as root, or in the user namespace that made the tree.
"""
import hashlib, json, os, stat, sys, tarfile
from collections import namedtuple

EPOCH = 315532800
KEPT = ["Cmd", "Entrypoint", "Env", "ExposedPorts", "Labels", "StopSignal", "User", "Volumes", "WorkingDir"]
FLAGS = {stat.S_IFREG: b"0", stat.S_IFLNK: b"2", stat.S_IFCHR: b"3", stat.S_IFBLK: b"4", stat.S_IFDIR: b"5", stat.S_IFIFO: b"6"}
Entry = namedtuple("Entry", "kind mode uid gid size target device xattrs file open")  # file: same for all names of a file


def from_folder(root):
    entries, folders = {}, [b""]
    while folders:
        folder = folders.pop()
        for path in (os.path.join(folder, name) for name in os.listdir(os.path.join(root, folder))):
            full = os.path.join(root, path)
            s = os.lstat(full)
            kind = stat.S_IFMT(s.st_mode)
            names = os.listxattr(full) if kind in (stat.S_IFREG, stat.S_IFDIR) else []
            xattrs = {os.fsencode(name): os.getxattr(full, name) for name in names}
            target = os.readlink(full) if kind == stat.S_IFLNK else b""
            entries[path] = Entry(kind, stat.S_IMODE(s.st_mode), s.st_uid, s.st_gid, s.st_size, target,
                                  (os.major(s.st_rdev), os.minor(s.st_rdev)), xattrs, (s.st_dev, s.st_ino),
                                  lambda full=full: open(full, "rb"))
            if kind == stat.S_IFDIR:
                folders.append(path)
    return entries


def from_tar(name):
    kinds = {flag: kind for kind, flag in FLAGS.items()}
    tar, entries = tarfile.open(name, "r:", encoding="utf-8", errors="surrogateescape"), {}
    for m in tar:
        path = os.fsencode(os.path.normpath(m.name).strip("/"))
        if path == b".":
            continue
        if m.type == tarfile.LNKTYPE:
            entries[path] = entries[os.fsencode(os.path.normpath(m.linkname).strip("/"))]
            continue
        xattrs = {os.fsencode(k[13:]): os.fsencode(v) for k, v in m.pax_headers.items() if k.startswith("SCHILY.xattr.")}
        entries[path] = Entry(kinds[m.type], m.mode & 0o7777, m.uid, m.gid, m.size, os.fsencode(m.linkname), (m.devmajor, m.devminor),
                              xattrs if m.type in (tarfile.REGTYPE, tarfile.DIRTYPE) else {}, m.offset, lambda m=m: tar.extractfile(m))
    return entries


def record(key, value):
    rest, length = b" " + key + b"=" + value + b"\n", 0
    while length != len(str(length)) + len(rest):
        length = len(str(length)) + len(rest)
    return b"%d" % length + rest


def split(path):
    """Prefix and name, or None when they cannot hold the path."""
    cut = path.rfind(b"/", 0, min(156, len(path) - 1))
    if len(path) <= 100:
        return b"", path
    return (path[:cut], path[cut + 1:]) if cut > 0 and len(path) - cut - 1 <= 100 else None


def header(path, flag, mode=0o644, uid=0, gid=0, size=0, target=b"", device=(0, 0)):
    octal = lambda n, digits: b"%0*o\0" % (digits, n if n < 8 ** digits else 0)
    text = lambda s, length: s[:length].ljust(length, b"\0")
    prefix, name = split(path) or (b"", path)
    before = text(name, 100) + octal(mode, 7) + octal(uid, 7) + octal(gid, 7) + octal(size, 11) + octal(EPOCH, 11)
    after = flag + text(target, 100) + b"ustar\x0000" + bytes(64) + octal(device[0], 7) + octal(device[1], 7) + text(prefix, 155) + bytes(12)
    return before + b"%06o\0 " % (sum(before) + sum(after) + 8 * 32) + after


def headers(path, flag, mode, uid, gid, size, target, device, xattrs):
    """The pax header, if there has to be one, and the ustar header."""
    records = {b"SCHILY.xattr." + k: v for k, v in xattrs.items()
               if k == b"security.capability" or k.startswith(b"user.") and not k.startswith((b"user.overlay.", b"user.fuseoverlayfs.", b"user.containers."))}
    if not (split(path) and path.isascii()):
        records[b"path"] = path
    if not (len(target) <= 100 and target.isascii()):
        records[b"linkpath"] = target
    records |= {key: b"%d" % n for key, n, digits in ((b"uid", uid, 7), (b"gid", gid, 7), (b"size", size, 11)) if n >= 8 ** digits}
    body = b"".join(record(key, records[key]) for key in sorted(records))
    pax = header(b"././@PaxHeader", b"x", size=len(body)) + body + bytes(-len(body) % 512) if body else b""
    return pax + header(path, flag, mode, uid, gid, size, target, device)


def layer(entries):
    first = {}
    for path in sorted(entries, key=lambda path: path.split(b"/")):
        e = entries[path]
        path.decode(), e.target.decode()  # refuse what is not UTF-8
        link = first.setdefault(e.file, path) if e.kind == stat.S_IFREG else path
        hard, flag = link != path, FLAGS[e.kind]
        size = e.size if flag == b"0" and not hard else 0
        yield headers(path + b"/" * (flag == b"5"), b"1" if hard else flag, 0o777 if flag == b"2" else e.mode, e.uid, e.gid, size,
                      link if hard else e.target, e.device if flag in b"34" else (0, 0), e.xattrs)
        if size:
            with e.open() as content:
                while block := content.read(1 << 20):
                    yield block
            yield bytes(-size % 512)
    yield bytes(1024)


def ordered(value):
    """RFC 8785 sorts members by their UTF-16 units."""
    return {k: ordered(value[k]) for k in sorted(value, key=lambda k: k.encode("utf-16-be"))} if isinstance(value, dict) else value


def main(tree, description, out=os.devnull):
    digest, size = hashlib.sha256(), 0
    with open(out, "wb") as f:
        for block in layer(from_folder(os.fsencode(tree)) if os.path.isdir(tree) else from_tar(tree)):
            digest.update(block); f.write(block); size += len(block)
    named = lambda data, kind: {"digest": "sha256:" + data.hexdigest(), "mediaType": "application/vnd.oci.image." + kind}
    text = lambda value: json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode()
    d = json.load(open(description, encoding="utf-8"))
    config = {k: d[k] for k in ("architecture", "os", "variant") if d.get(k)}
    config["config"] = {k: d["config"][k] for k in KEPT if d["config"].get(k)}
    config |= {"created": "1980-01-01T00:00:00Z", "rootfs": {"diff_ids": ["sha256:" + digest.hexdigest()], "type": "layers"}}
    config = text(config)
    manifest = text({"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                     "config": named(hashlib.sha256(config), "config.v1+json") | {"size": len(config)},
                     "layers": [named(digest, "layer.v1.tar") | {"size": size}]})
    print("layer sha256:" + digest.hexdigest())
    print("config sha256:" + hashlib.sha256(config).hexdigest())
    print("manifest sha256:" + hashlib.sha256(manifest).hexdigest())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

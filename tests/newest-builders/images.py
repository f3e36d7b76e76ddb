"""Images of both builders as plain values: a tree by path, and the part of the configuration that both have."""
import hashlib, io, json, pathlib, tarfile

FIELDS = ["Env", "Cmd", "Entrypoint", "Labels", "WorkingDir", "User", "ExposedPorts", "Volumes", "StopSignal"]


def entry(tar, info):
    data = tar.extractfile(info).read() if info.isreg() else b""
    attributes = sorted((key, value) for key, value in info.pax_headers.items() if key.startswith("SCHILY.xattr."))
    kind = {tarfile.REGTYPE: "file", tarfile.AREGTYPE: "file", tarfile.DIRTYPE: "folder", tarfile.SYMTYPE: "link", tarfile.FIFOTYPE: "fifo"}.get(info.type, f"type {info.type}")
    content = info.linkname if info.issym() else data[:60].decode("utf-8", "backslashreplace") + (f"... {hashlib.sha256(data).hexdigest()[:12]}" if len(data) > 60 else "")
    return f"{kind} {info.mode & 0o7777:04o} {info.uid}:{info.gid} {content!r}" + (f" {attributes}" if attributes else "")


def unpack(tree, layer):
    """Puts a layer into a tree, as the OCI specification has it."""
    with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
        for info in tar:
            path = info.name.strip("/")
            path = path.removeprefix("./") if path != "." else ""
            folder, _, name = path.rpartition("/")
            if name == ".wh..wh..opq":
                remove(tree, folder + "/")
            elif name.startswith(".wh."):
                gone = (folder + "/" if folder else "") + name[4:]
                tree.pop(gone, None)
                remove(tree, gone + "/")
            elif path:
                value = tree.get(info.linkname.strip("/"), "hard link to nothing") if info.islnk() else entry(tar, info)
                if not value.startswith("folder"):
                    remove(tree, path + "/")
                tree[path] = value
    return tree


def remove(tree, start):
    for path in [path for path in tree if path.startswith(start)]:
        del tree[path]


def read(blob, manifest_digest):
    """(tree, configuration) of an image whose blobs a function gives."""
    manifest = json.loads(blob(manifest_digest))
    while "manifests" in manifest:
        manifest = json.loads(blob(manifest["manifests"][0]["digest"]))
    config = json.loads(blob(manifest["config"]["digest"])).get("config") or {}
    tree = {}
    for layer in manifest["layers"] or []:
        unpack(tree, blob(layer["digest"]))
    return tree, {field: config[field] for field in FIELDS if config.get(field) not in (None, "", [], {}) and not (field == "WorkingDir" and config[field] == "/")}


def of_archive(path):
    with tarfile.open(path) as tar:
        blobs = {info.name: tar.extractfile(info).read() for info in tar if info.isfile()}
    index = json.loads(blobs["index.json"])
    return read(lambda digest: blobs["blobs/" + digest.replace(":", "/")], index["manifests"][0]["digest"])


def of_store(store, digest):
    return read(lambda wanted: (pathlib.Path(store) / "blobs" / wanted.replace(":", "/")).read_bytes(), digest)


def differences(ours, theirs):
    lines = []
    for what, left, right in (("file", ours[0], theirs[0]), ("configuration", ours[1], theirs[1])):
        for key in sorted(set(left) | set(right)):
            if left.get(key) != right.get(key):
                lines.append(f"{what} {key}: BuildKit {right.get(key, 'has none')}, imgrep {left.get(key, 'has none')}")
    return lines

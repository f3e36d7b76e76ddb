#!/usr/bin/env python3
"""Which files of an image are also in a seed: none that a machine executes may be.

    tests/seed-files.py out/bootstrap.tgz [STORE]

prints them and ends with 1 if one of them is not a header. Headers are copied from the sources as they are, so whoever
packages the same version has the same bytes; they are compiled from then on, and the routes have to agree on the result.
"""
import hashlib
import io
import json
import os
import pathlib
import re
import sys
import tarfile

HEADER = re.compile(r"usr/(include|lib/gcc/[^/]+/[^/]+/include(-fixed)?)/")


def files(stream):
    """Path and hash of every file of a tar that is not empty."""
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for entry in tar:
            if entry.isreg() and entry.size > 0:
                yield entry.name, hashlib.sha256(tar.extractfile(entry).read()).hexdigest()


def layer(archive):
    """The one layer of an image, as a stream."""
    with tarfile.open(archive) as tar:
        def blob(digest):
            return tar.extractfile("blobs/" + digest.replace(":", "/")).read()
        index = json.load(tar.extractfile("index.json"))
        manifest = json.loads(blob(index["manifests"][0]["digest"]))
        return io.BytesIO(blob(manifest["layers"][0]["digest"]))


def main():
    store = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else os.environ.get("IMGREP_STORE")
                         or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "imgrep")
    known = {}
    for pin in sorted((pathlib.Path(__file__).parent.parent / "seeds").iterdir()):
        digest = re.search(r"^layer sha256:([0-9a-f]{64})$", pin.read_text(), re.M)[1]
        with open(store / "blobs" / "sha256" / digest, "rb") as stream:
            for path, content in files(stream):
                known.setdefault(content, f"{pin.name}:{path}")
    print(f"{len(known)} different files in the seeds", file=sys.stderr)
    same = [(path, known[content]) for path, content in files(layer(sys.argv[1])) if content in known]
    code = [(path, origin) for path, origin in same if not HEADER.match(path)]
    print(f"{len(same)} files are in a seed as well, {len(same) - len(code)} of them headers", file=sys.stderr)
    for path, origin in code:
        print(path, origin)
    return 1 if code else 0


sys.exit(main())

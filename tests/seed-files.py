#!/usr/bin/env python3
"""Which files of an image are also in a seed: none that a machine executes may be.

    tests/seed-files.py out/bootstrap.tgz [STORE]

says how many, prints those that a machine executes (ELF files, archives with members, scripts), and ends with 1 if there is one.
Headers and linker scripts are text of the sources: whoever packages the same version has the same bytes; they are compiled and
linked with from then on, and the routes have to agree on the result. musl's archives without a member are the 8 bytes of glibc's.
"""
import hashlib
import os
import pathlib
import re
import sys
import tarfile

from archive import layer

EMPTY_ARCHIVE = b"!<arch>\n"


def files(stream):
    """Path, hash, and whether it is code, of every file of a tar that is not empty."""
    with tarfile.open(fileobj=stream, mode="r|") as tar:
        for entry in tar:
            if entry.isreg() and entry.size > 0:
                content = tar.extractfile(entry).read()
                yield entry.name, hashlib.sha256(content).hexdigest(), content != EMPTY_ARCHIVE and content.startswith((b"\x7fELF", EMPTY_ARCHIVE, b"#!"))


def main():
    store = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else os.environ.get("IMGREP_STORE")
                         or pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "imgrep")
    known = {}
    for pin in sorted((pathlib.Path(__file__).parent.parent / "seeds").iterdir()):
        digest = re.search(r"^layer sha256:([0-9a-f]{64})$", pin.read_text(), re.M)[1]
        with open(store / "blobs" / "sha256" / digest, "rb") as stream:
            for path, content, _ in files(stream):
                known.setdefault(content, f"{pin.name}:{path}")
    print(f"{len(known)} different files in the seeds", file=sys.stderr)
    same = [(path, known[content], is_code) for path, content, is_code in files(layer(sys.argv[1])) if content in known]
    code = [(path, origin) for path, origin, is_code in same if is_code]
    print(f"{len(same)} files are in a seed as well, {len(code)} of them code", file=sys.stderr)
    for path, origin in code:
        print(path, origin)
    return 1 if code else 0


sys.exit(main())

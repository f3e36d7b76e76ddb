#!/usr/bin/env python3
"""What images say of the machine and the days that built them, and what in them was compiled elsewhere: nothing they may.

    tests/traces.py out/perl.tgz...

looks into every file for this machine's name, kernel release and home folder, for the store's folder, and for each of the last seven days as
programs write them; and for programs of other systems and processors, and parcels that upstreams compile beforehand, also within zip archives.
It prints the files with what stands there, and ends with 1 if there is one. Only what is written plainly is found.
"""
import datetime
import io
import os
import pathlib
import re
import socket
import struct
import sys
import tarfile
import zipfile

from archive import layer

DAYS = 7
FORMATS = ("%a %b %e", "%Y-%m-%d", "%Y%m%d", "%d %b %Y", "%b %d %Y", "%e %b %Y", "%b %e %Y", "%d-%b-%Y", "%Y/%m/%d")
# Shorter names stand everywhere.
SHORTEST = 6
# Python's wheels and Windows modules, Java's classes, objects that Go's source brings along.
PARCELS = (".whl", ".pyd", ".jar", ".class", ".syso", ".dll", ".exe")
MACH_O = (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
# 64 bits, little-endian; the processor.
X86_64 = b"\2\1" + (62).to_bytes(2, "little")


def traces():
    """All that must not be there."""
    today = datetime.datetime.now(datetime.timezone.utc)
    words = {(today - datetime.timedelta(days=day)).strftime(form) for day in range(-1, DAYS) for form in FORMATS}
    words |= {socket.gethostname(), os.uname().release, str(pathlib.Path.home()), os.environ.get("IMGREP_STORE", ""), "imgrep/snapshots"}
    return re.compile(b"|".join(re.escape(word.encode()) for word in sorted(words) if len(word) >= SHORTEST))


def foreign(name, data):
    """What of a file was compiled elsewhere; None for what may have been made here."""
    if name.endswith(PARCELS):
        return "compiled beforehand"
    if data[:2] == b"MZ" and len(data) > 64 and data[(header := struct.unpack_from("<I", data, 60)[0]):header + 4] == b"PE\0\0":
        return "a program for Windows"
    if data[:4] in MACH_O:
        return "a program for macOS, or a class of Java"
    if data[:4] == b"\0asm":
        return "a program for WebAssembly"
    if data[:4] == b"\x7fELF" and data[4:6] + data[18:20] != X86_64:
        return "a program for another processor"
    if data[:4] == b"PK\3\4" and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as parcel:
            return next((f"{entry}: {what}" for entry in parcel.namelist() if (what := foreign(entry, parcel.read(entry)))), None)
    return None


def main():
    known = traces()
    found = 0
    for archive in sys.argv[1:]:
        with tarfile.open(fileobj=layer(archive), mode="r|") as tar:
            for entry in tar:
                data = tar.extractfile(entry).read() if entry.isreg() else b""
                match = known.search(data)
                for what in filter(None, [match and match[0].decode(), foreign(entry.name, data)]):
                    found += 1
                    print(f"{archive}: {entry.name}: {what}")
    return 1 if found else 0


sys.exit(main())

#!/usr/bin/env python3
"""What images say of the machine and the days that built them: nothing they may.

    tests/traces.py out/perl.tgz...

looks into every file for this machine's name, kernel release and home folder, for the store's folder, and for each of the last seven days as
programs write them. It prints the files with what stands there, and ends with 1 if there is one. Only what is written plainly is found.
"""
import datetime
import os
import pathlib
import re
import socket
import sys
import tarfile

from archive import layer

DAYS = 7
FORMATS = ("%a %b %e", "%Y-%m-%d", "%Y%m%d", "%d %b %Y", "%b %d %Y", "%e %b %Y", "%b %e %Y", "%d-%b-%Y", "%Y/%m/%d")
# Shorter names stand everywhere.
SHORTEST = 6


def traces():
    """All that must not be there."""
    today = datetime.datetime.now(datetime.timezone.utc)
    words = {(today - datetime.timedelta(days=day)).strftime(form) for day in range(-1, DAYS) for form in FORMATS}
    words |= {socket.gethostname(), os.uname().release, str(pathlib.Path.home()), os.environ.get("IMGREP_STORE", ""), "imgrep/snapshots"}
    return re.compile(b"|".join(re.escape(word.encode()) for word in sorted(words) if len(word) >= SHORTEST))


def main():
    known = traces()
    found = 0
    for archive in sys.argv[1:]:
        with tarfile.open(fileobj=layer(archive), mode="r|") as tar:
            for entry in tar:
                match = known.search(tar.extractfile(entry).read()) if entry.isreg() else None
                if match:
                    found += 1
                    print(f"{archive}: {entry.name}: {match[0].decode()}")
    return 1 if found else 0


sys.exit(main())

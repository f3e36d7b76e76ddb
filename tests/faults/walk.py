#!/usr/bin/env python3
"""Lets one system call after another fail under the main commands, and looks at how they end. Needs root, gcc, git and gpg.

    tests/faults/walk.py [--minutes N] [--seed N] [--only WORD] [--at COMMAND NUMBER SEED]

Each round runs one command on a small tree and store while one call of imgrep on their files, or one start of a program, fails (fault.c). It must
end with 0 and the answer that it has without a fault, or with 4 and a message; never with a stack trace, a signal or no end. Then the same store
is used without a fault and must give the right digests. What is found is printed with the words after --at that try it again."""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 60

CONTAINERFILE = """FROM imgrep/base AS build
COPY data /data/
RUN cat /data/a /data/b > /sum && mkdir -p /deep/er && ln /sum /deep/er/sum && ln -s sum /deep/link
FROM scratch
LABEL org.opencontainers.image.version=1
COPY --from=build /sum /deep /
"""

COMMANDS = {
    "cached": ["build"],
    "uncached": ["build", "--no-cache"],
    "unarchived": ["build", "--no-cache", "--no-archive", "app"],
    "json": ["build", "--json"],
    "graph": ["graph"],
    "check": ["check"],
    "digest": ["digest", "app"],
    "digest-archive": ["digest", "out/app.tgz"],
    "diff": ["diff", "base", "app"],
    "diff-archive": ["diff", "out/app.tgz", "out/base.tgz"],
    "lower": ["lower", "app", "-o", "lowered"],
    "fetch": ["fetch"],
    "reproduce": ["reproduce", "app"],
    "sign": ["sign"],
    "verify": ["verify"],
    "signatures": ["signatures", "check", "FIRST..HEAD"],
    "migrate": ["signatures", "migrate"],
    "lineage": ["lineage", "app"],
    "lineage-bundle": ["lineage", "app", "--bundle", "bundle"],
    "site": ["site", "--out", "site"],
    "sources": ["sources", "verify"],
    "outdated": ["outdated"],
    "lineage-svg": ["lineage", "app", "--format", "svg"],
    "keys": ["keys", "list"],
    "policy": ["policy", "--podman", "--out", "podman", "--registry", "registry.example.org"],
    "attest": ["attest", "app", "--format", "slsa"],
    "attest-spdx": ["attest", "app", "--format", "spdx"],
    "authenticate": ["authenticate", "--since", "FIRST"],
    "reputation": ["reputation"],
    "gc": ["gc", "--keep", "1G"],
    "gc-all": ["gc", "--keep", "0"],
    "clean": ["clean"],
}


def waits_of(session):
    """What each thread of a session waits for: its process, its name, its system call with arguments."""
    lines = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(process.name)) != session:
                continue
            for thread in (process / "task").iterdir():
                lines.append(" ".join([process.name, *((thread / file).read_text().strip() for file in ["comm", "wchan", "syscall"])]))
        except (OSError, ProcessLookupError):
            pass
    return "\n".join(lines)


class Walk:
    def __init__(self, folder, seed):
        self.folder = folder
        self.tree = folder / "tree"
        self.store = folder / "store"
        self.report = folder / "report"
        self.random = random.Random(seed)
        self.program = os.path.realpath(subprocess.check_output([CHECKOUT / "tools/build-imgrep"], text=True).strip())
        self.fault = folder / "fault"
        subprocess.run(["gcc", "-O1", "-o", self.fault, Path(__file__).with_name("fault.c")], check=True)
        self.variables = {
            "PATH": os.environ["PATH"], "HOME": str(folder / "home"), "IMGREP_STORE": str(self.store), "GNUPGHOME": str(folder / "gnupg"),
            "TMPDIR": str(folder / "tmp"), "LC_ALL": "C.UTF-8", "GIT_CONFIG_GLOBAL": "/dev/null",
        }
        self.answers = {}
        self.counts = {}

    def run(self, words, number=0, seed=0):
        folders = ":".join([str(self.folder), "/sys/fs/cgroup", "/proc/self/fd", "/proc/sys", "/etc/sub"])
        command = [str(self.fault), str(number), str(seed), self.program, folders, str(self.report), self.program, *(word.replace("FIRST", self.first) for word in words)]
        try:
            started = subprocess.Popen(
                command, cwd=self.tree, env=self.variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
            output, messages = started.communicate(timeout=PATIENCE)
            ended = subprocess.CompletedProcess(command, started.returncode, output, messages)
        except subprocess.TimeoutExpired:
            waiting = waits_of(started.pid)
            os.killpg(started.pid, signal.SIGKILL)
            started.communicate()
            return None, "", waiting, self.report.read_text()
        return ended.returncode, ended.stdout.decode(errors="replace"), ended.stderr.decode(errors="replace"), self.report.read_text()

    def plain(self, *words, check=True):
        ended = subprocess.run([self.program, *words], cwd=self.tree, env=self.variables, stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
        if check and ended.returncode != 0:
            sys.exit(f"{' '.join(words)} ended with {ended.returncode} without a fault:\n{ended.stdout.decode()}{ended.stderr.decode()}")
        return ended

    def must(self, *words):
        subprocess.run([str(word) for word in words], cwd=self.tree, env=self.variables, check=True, capture_output=True)

    def prepare(self):
        for name in ["tree", "home", "tmp"]:
            (self.folder / name).mkdir()
        (self.folder / "gnupg").mkdir(mode=0o700)
        base = self.tree / "packages/base/bin"
        base.mkdir(parents=True)
        shutil.copy(shutil.which("busybox"), base / "busybox")
        for applet in ["sh", "cat", "mkdir", "ln"]:
            (base / applet).symlink_to("busybox")
        (self.tree / "packages/base/Containerfile").write_text("FROM scratch\nCOPY bin /bin/\n")
        app = self.tree / "packages/app"
        (app / "data").mkdir(parents=True)
        (app / "data/a").write_text("a\n" * 1000)
        (app / "data/b").write_text("b\n")
        (app / "data/c.ignored").write_text("c\n")
        (app / ".containerignore").write_text("data/*.ignored\n")
        (app / "Containerfile").write_text(CONTAINERFILE)
        self.plain("build")
        self.must("gpg", "--batch", "--passphrase", "", "--quick-generate-key", "Ann Other <ann@example.org>", "ed25519", "sign", "never")
        key = self.folder / "key.asc"
        self.must("gpg", "--armor", "--output", key, "--export", "ann@example.org")
        self.plain("keys", "add", str(key), "--person", "ann", "--name", "Ann Other", "--organisation", "Other", "--role", "maintainer")
        (self.tree / "policy.yaml").write_text("image:\n  people: 1\n")
        (self.tree / ".gitignore").write_text("/out/\n/lowered/\n/podman/\n/site/\n/bundle\n")
        self.must("git", "init", "-q", ".")
        self.must("git", "config", "user.email", "ann@example.org")
        self.must("git", "config", "user.name", "Ann")
        self.must("git", "add", ".")
        self.must("git", "commit", "-q", "-m", "tree")
        self.first = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=self.tree, text=True).strip()
        self.plain("sign")
        self.must("git", "add", ".")
        self.must("git", "commit", "-q", "-m", "signatures")
        shutil.copytree(self.folder / "tree", self.folder / "tree.kept", symlinks=True)
        shutil.copytree(self.folder / "store", self.folder / "store.kept", symlinks=True)

    def restore(self, with_store=False):
        for name in ["tree", "store"] if with_store else ["tree"]:
            subprocess.run(["rm", "-rf", self.folder / name], check=True)
            subprocess.run(["cp", "-a", self.folder / f"{name}.kept", self.folder / name], check=True)

    def learn(self, name):
        """What a command says, and how many calls of it count, where nothing fails."""
        self.restore(with_store=True)
        code, answer, messages, report = self.run(COMMANDS[name])
        if code is None:
            sys.exit(f"{name} does not end without a fault")
        self.answers[name] = (code, answer)
        self.counts[name] = int(re.search(r"count (\d+)", report)[1])
        print(f"{name}: {self.counts[name]} calls, exit code {code}", flush=True)
        if code != 0:
            print("    " + messages.strip().replace("\n", "\n    "), flush=True)

    def judge(self, name, number, seed):
        """What is wrong with one round; None if nothing is."""
        code, answer, messages, report = self.run(COMMANDS[name], number, seed)
        usual, usual_answer = self.answers[name]
        failed = re.search(r"failed (.*)", report)
        what = failed[1] if failed else "nothing failed"
        if code is None:
            return what, "it does not end", messages
        if "bug in imgrep" in messages or "   at " in messages:
            return what, f"a stack trace, exit code {code}", messages
        if code not in (usual, 4):
            return what, f"exit code {code}", messages
        if code == usual and failed and name not in ("gc", "gc-all", "clean", "sign", "attest") and answer != usual_answer:
            return what, f"exit code {code} with another answer: {answer[:300]}", messages
        if code == 4 and "error: " not in messages:
            return what, "exit code 4 without a word", messages
        after = self.plain("build", "--no-archive", check=False)
        if after.returncode != 0 or after.stdout.decode() != self.digests:
            return what, f"the build after it ends with {after.returncode} and {after.stdout.decode()!r}", after.stderr.decode()
        return None

    def one(self, name, number, seed):
        self.restore()
        found = self.judge(name, number, seed)
        if found is None:
            return True
        what, problem, messages = found
        print(f"FOUND --at {name} {number} {seed}: {what}\n    {problem}\n    " + messages.strip().replace("\n", "\n    ")[:1500], flush=True)
        self.restore(with_store=True)
        return False

    def walk(self, names, minutes):
        self.digests = self.plain("build", "--no-archive").stdout.decode()
        for name in names:
            self.learn(name)
        self.restore(with_store=True)
        end = time.monotonic() + minutes * 60
        rounds = found = 0
        last = time.monotonic()
        while time.monotonic() < end:
            name = self.random.choice(names)
            number = self.random.randint(1, self.counts[name])
            rounds += 1
            if not self.one(name, number, self.random.randint(0, 59)):
                found += 1
                last = time.monotonic()
            if rounds % 50 == 0:
                print(f"{rounds} faults, {found} found, nothing for {(time.monotonic() - last) / 60:.0f} min", flush=True)
        print(f"{rounds} faults, {found} found, nothing for {(time.monotonic() - last) / 60:.0f} min", flush=True)
        return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--only", action="append", choices=COMMANDS)
    parser.add_argument("--at", nargs=3, action="append", metavar=("COMMAND", "NUMBER", "SEED"))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="imgrep-faults-") as folder:
        walk = Walk(Path(folder), arguments.seed)
        walk.prepare()
        try:
            if arguments.at:
                walk.digests = walk.plain("build", "--no-archive").stdout.decode()
                for name in {name for name, _, _ in arguments.at}:
                    walk.learn(name)
                walk.restore(with_store=True)
                found = [None for name, number, seed in arguments.at if not walk.one(name, int(number), int(seed))]
                return 1 if found else 0
            return 1 if walk.walk(arguments.only or list(COMMANDS), arguments.minutes) else 0
        finally:
            subprocess.run(["gpgconf", "--kill", "all"], env=walk.variables, check=False)
            subprocess.run(["rm", "-rf", *Path(folder).iterdir()], check=False)


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/python3
"""Random commands at once on one store, round after round, some of them killed and some on a full disk: every digest that any of them gives
must be the right one, none may end with the code of a bug, and what is built afterwards must be right as well.

    tests/store-rounds.py --rounds 200 --seed 1

As root the store lies on a small disk of its own, which is full in some of the rounds. Needs busybox-static and a sandbox."""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

TOOLS = "sh cat cp echo ls mkdir rm sed seq sleep touch dd wc sort true mv ln head".split()
DISK = 1024  # MiB: where there is less, a busy machine cannot tell in time that it was never full

# Their steps go on when files are missing below them or when they cannot write: what is left then looks like a result.
STEPS = """
RUN mkdir /many && for i in $(seq 200); do echo $i >/many/$i; done
RUN sleep 0.3; cat /many/* 2>/dev/null | sort >/all; ls /many 2>/dev/null | wc -l >/count; true
RUN dd if=/dev/zero of=/big bs=1M count=3 2>/dev/null; seq 100000 >/data; rm -f /big; true
"""
PACKAGES = {
    "base": "FROM scratch\nCOPY bin /bin/\n",
    "one": f"FROM imgrep/base AS build{STEPS}FROM scratch\nCOPY --from=build /all /count /data /\n",
    # Shares the steps of the first, and has one more.
    "two": f"FROM imgrep/base AS build{STEPS}RUN ln -s / /everything; cp /all /copy; true\nFROM scratch\nCOPY --from=build /copy /data /everything /\n",
    "three": "FROM imgrep/base AS build\nCOPY --from=imgrep/one /data /count /\nRUN --mount=from=imgrep/two,target=/two,source=/ cat /data /count /two/copy 2>/dev/null >/sum; true\n"
             "FROM scratch\nCOPY --from=build /sum /\n",
}
TEST = "FROM imgrep/one AS one\nFROM imgrep/base\nRUN --mount=from=one,target=/one sleep 0.2; head -n 1 /one/count\n"


class Rounds:
    def __init__(self, imgrep, folder, seed, has_disk):
        self.imgrep, self.folder, self.random, self.has_disk = imgrep, folder, random.Random(seed), has_disk
        self.tree, self.store, self.faults = f"{folder}/tree", f"{folder}/store", []
        self.counts = {}

    def prepare(self):
        os.makedirs(f"{self.tree}/packages/base/bin")
        shutil.copy("/bin/busybox", f"{self.tree}/packages/base/bin/busybox")
        for tool in TOOLS:
            os.symlink("busybox", f"{self.tree}/packages/base/bin/{tool}")
        for name, text in PACKAGES.items():
            self.write(f"packages/{name}/Containerfile", text)
        self.write("tests/packages/one/Containerfile", TEST)
        os.makedirs(self.store)
        if self.has_disk:
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "none", self.store], check=True)
        self.right = self.digests(self.run("build", "--no-archive"))
        if set(self.right) != set(PACKAGES):
            sys.exit("the packages cannot be built here")
        self.write("digests", "".join(f"{digest}  {name}\n" for name, digest in sorted(self.right.items())))

    def write(self, path, text):
        os.makedirs(os.path.dirname(f"{self.tree}/{path}"), exist_ok=True)
        with open(f"{self.tree}/{path}", "w") as file:
            file.write(text)

    def start(self, words):
        # A session of its own, so that it can be killed with all that it started.
        return subprocess.Popen([self.imgrep, *words], cwd=self.tree, env={**os.environ, "IMGREP_STORE": self.store}, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, start_new_session=True)

    def run(self, *words):
        process = self.start(words)
        output, errors = process.communicate()
        self.judge(words, process.returncode, output, errors, allowed={0})
        return output

    @staticmethod
    def digests(output):
        words = [line.split() for line in output.splitlines()]
        return {word[1]: word[0] for word in words if len(word) >= 2 and len(word[0]) == 64}

    def command(self):
        package = self.random.choice(["one", "two", "three"])
        sandbox = self.random.choice([[], [], ["--sandbox", "runc"]]) if shutil.which("runc") else []
        return self.random.choice([
            ["build", "--no-archive", package, *sandbox],
            ["build", "--no-archive", package, "--no-cache", *sandbox],
            ["build", "--no-archive", *sandbox],
            ["build", package],
            ["reproduce", package],
            ["compare", package, "--builders", "embedded"],
            ["test", "one", *self.random.choice([[], ["--no-cache"]])],
            ["digest", package],
            ["gc", "--keep", self.random.choice(["0", "4M", "8M"])],
            ["gc", "--keep", "0"],
            ["clean", *self.random.choice([[], ["--sources"]])],
        ])

    def round(self, number):
        commands = [self.command() for _ in range(self.random.randint(2, 4))]
        is_full = self.has_disk and self.random.random() < 0.25
        if is_full:
            used = shutil.disk_usage(self.store).used
            self.resize(used + self.random.randint(64 << 10, 8 << 20))
        begun = time.monotonic()
        processes = []
        for words in commands:
            time.sleep(self.random.choice([0, 0, self.random.random()]))
            kill = begun + self.random.uniform(0.1, 6) if self.random.random() < 0.3 else None
            processes.append((words, self.start(words), kill, self.random.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM])))
        outcomes = self.wait(processes, begun)
        if is_full:
            self.resize(DISK << 20)
        for words, (code, output, errors), killed in outcomes:
            allowed = {0, 3} if words[0] == "digest" else {0}
            self.judge(words, code, output, errors, allowed | ({4} if is_full else set()) | ({-9, -15, 130, 137, 143} if killed else set()),
                       f"round {number}, {len(commands)} at once: {commands}{', on a full disk' if is_full else ''}")
        built = self.digests(self.run("build", "--no-archive"))
        if built != self.right:
            self.fault(f"round {number}: afterwards the packages are {built}", str(commands), "")
        self.run("gc", "--keep", "1G")
        for left in ("tmp", "retired", "leases"):
            if entries := os.listdir(f"{self.store}/{left}"):
                self.fault(f"round {number}: {left} holds {entries}", str(commands), "")

    def wait(self, processes, begun):
        """Kills each at its moment, and waits for all; what they print is read meanwhile."""
        import threading
        outcomes = [None] * len(processes)

        def follow(index, words, process, kill, how):
            killed = False
            if kill is not None:
                try:
                    process.wait(max(0, kill - time.monotonic()))
                except subprocess.TimeoutExpired:
                    killed = True
                    os.kill(process.pid, how)
            output, errors = process.communicate()
            outcomes[index] = (words, (process.returncode, output, errors), killed)

        threads = [threading.Thread(target=follow, args=(index, *process)) for index, process in enumerate(processes)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return outcomes

    def resize(self, size):
        subprocess.run(["mount", "-o", f"remount,size={size}", self.store], check=True)

    def judge(self, words, code, output, errors, allowed, where="alone"):
        key = f"{words[0]} {code}"
        self.counts[key] = self.counts.get(key, 0) + 1
        if code not in allowed:
            self.fault(f"{' '.join(words)} ended with {code} ({where})", output, errors)
        for name, digest in self.digests(output).items():
            if hasattr(self, "right") and digest != self.right.get(name):
                self.fault(f"{' '.join(words)} gave {digest} for {name}, right is {self.right.get(name)} ({where})", output, errors)

    def fault(self, what, output, errors):
        self.faults.append(what)
        print(f"FAULT {what}\n{output}{errors}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--imgrep", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "imgrep"))
    options = parser.parse_args()
    is_root = os.geteuid() == 0
    if is_root and os.environ.get("STORE_ROUNDS_INSIDE") is None:
        # What is mounted here goes with this process.
        os.environ["STORE_ROUNDS_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv])
    with tempfile.TemporaryDirectory(prefix="imgrep-rounds-", ignore_cleanup_errors=True) as folder:
        rounds = Rounds(os.path.abspath(options.imgrep), folder, options.seed, is_root)
        rounds.prepare()
        for number in range(1, options.rounds + 1):
            rounds.round(number)
            print(f"round {number}", file=sys.stderr, flush=True)
        print(f"{options.rounds} rounds with seed {options.seed}: {len(rounds.faults)} faults; "
              + ", ".join(f"{count} x {key}" for key, count in sorted(rounds.counts.items())))
        rounds.run("clean", "--sources")
        if is_root:
            subprocess.run(["umount", rounds.store], check=False)
    sys.exit(1 if rounds.faults else 0)


if __name__ == "__main__":
    main()

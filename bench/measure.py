"""What the benchmarks share: running and measuring commands, a Docker daemon of their own, the machine's description, tables."""
import os, pathlib, platform, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = pathlib.Path(tempfile.mkdtemp(prefix="imgrep-bench-"))
# Debian's programs first: its docker client has the version of its daemon.
PATH = "/usr/sbin:/usr/bin:" + os.environ["PATH"]
SOCKET = f"unix://{WORK}/docker.sock"
ENV = {**os.environ, "PATH": PATH, "DOCKER_BUILDKIT": "1", "DOCKER_HOST": SOCKET, "IMGREP_STORE": f"{WORK}/store", "BUILDAH_ISOLATION": "chroot"}
# The program itself, as `make install` installs it: the launcher of a checkout looks first whether a source is newer.
# IMGREP_PROGRAM names another one, where a checkout cannot build it.
IMGREP = os.environ.get("IMGREP_PROGRAM") or subprocess.check_output([ROOT / "tools/build-imgrep"], text=True).strip()
# Measured before the benchmark starts anything.
LOAD = os.getloadavg()[0]


def run(command, folder=ROOT, check=True):
    done = subprocess.run(command, cwd=folder, env=ENV, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if check and done.returncode:
        sys.exit(f"{command} failed:\n{done.stdout}")
    return done.stdout


def measure(command, folder=ROOT):
    """Seconds, and the largest resident size in MiB of any process of the command."""
    started = time.monotonic()
    pid = os.posix_spawn("/bin/sh", ["sh", "-c", 'cd "$0" && exec "$@" >/dev/null 2>&1 </dev/null', str(folder), *command], ENV)
    _, status, usage = os.wait4(pid, 0)
    if status:
        sys.exit(f"{command} failed in {folder}: {run(command, folder, check=False)}")
    return time.monotonic() - started, usage.ru_maxrss / 1024


def best(command, folder=ROOT, before=None, repetitions=1):
    results = []
    for _ in range(repetitions):
        if before:
            run(before, folder)
        results.append(measure(command, folder))
    return min(seconds for seconds, _ in results), max(memory for _, memory in results)


def start_docker():
    daemon = subprocess.Popen(
        ["dockerd", "--data-root", f"{WORK}/docker", "--exec-root", f"{WORK}/docker-exec", "-p", f"{WORK}/docker.pid", "--host", SOCKET,
         "--iptables=false", "--bridge=none", "--storage-driver=overlay2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while subprocess.run(["docker", "info"], env=ENV, capture_output=True).returncode:
        time.sleep(0.2)
    return daemon


def machine():
    model = next((line.split(": ")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    return f"{model}, {os.cpu_count()} cores, {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') >> 30} GiB, Linux {platform.release()}"


def versions(*names):
    commands = {"imgrep": [IMGREP, "--version"], "Docker": ["dockerd", "--version"], "Buildah": ["buildah", "--version"], "Podman": ["podman", "--version"],
                "Skopeo": ["skopeo", "--version"], "bubblewrap": ["bwrap", "--version"], "OpenSSL": ["openssl", "version"],
                "GnuPG": ["gpg", "--version"], "libgcrypt": ["sh", "-c", "gpg --version | sed -n 2p"], "git": ["git", "--version"],
                "Slurm": ["slurmctld", "-V"], "docker-registry": ["docker-registry", "--version"]}
    # The launcher says first that it builds the tool, where it must.
    return "".join(f"- {name}: {run(commands[name]).splitlines()[-1 if name == 'imgrep' else 0]}\n" for name in names)


def conditions():
    """The machine, and whether it had other work."""
    priority = f", this ran at nice {os.nice(0)}" if os.nice(0) else ""
    busy = f"The machine had other work meanwhile: its load was {LOAD:.1f} before{priority}." if LOAD > 0.5 else "The machine had nothing else to do."
    return f"On {machine()}. {busy}"


def write_section(title, text, *programs, page="TRUST.md", heading="Trust at scale"):
    """Puts a section into a page of bench/, with the machine, the versions, and whether the machine had other work."""
    file = ROOT / "bench" / page
    sections = {}
    for part in ("\n" + (file.read_text() if file.exists() else "")).split("\n## ")[1:]:
        sections[part.split("\n", 1)[0]] = part.split("\n", 1)[1].strip()
    sections[title] = f"{text.strip()}\n\n{conditions()}\n\n{versions(*programs)}".strip()
    file.write_text(f"# {heading}\n" + "".join(f"\n## {name}\n\n{sections[name]}\n" for name in sorted(sections)))


def row(*cells):
    return "| " + " | ".join(cells) + " |\n"


def clean():
    """Removes everything, what is mounted there first."""
    for mountpoint in run(["sh", "-c", f"grep -o '{WORK}[^ ]*' /proc/self/mounts || true"]).split():
        subprocess.run(["umount", "-l", mountpoint])
    subprocess.run(["rm", "-rf", str(WORK)])

"""Plans for engines: trees that resemble real ones, the jobs that `imgrep plan` makes of them as its script for Slurm submits them, and how long so many
nodes take if each begins the first job that can begin."""
import dataclasses, heapq, json, os, random, re, subprocess

from local_registry import record, sha256
from measure import ENV, IMGREP, WORK, run

# How many packages rest on a longest chain of so many others: 500 of them.
LEVELS = [3, 5, 10, 22, 45, 75, 95, 90, 70, 45, 28, 12]
# What takes longest in a distribution, by level: minutes.
LONG = {1: [50], 3: [20, 12], 4: [25], 5: [90, 15], 6: [60, 30], 8: [40]}
# Jobs of one core, and memory that nodes of Slurm here have.
RESOURCES = ["--memory", "300M", "--cores", "1"]


@dataclasses.dataclass
class Package:
    name: str
    needs: list
    seconds: float
    # Bytes of its image, and of memory.
    size: int
    memory: int


@dataclasses.dataclass
class Job:
    needs: list
    seconds: float


def tree_of_500():
    """The same in every run. Most packages take less than a minute, and need one package of the level below and a few old ones, as in distributions."""
    draw = random.Random(500)
    packages, below = [], []
    for level, count in enumerate(LEVELS):
        here = []
        for index in range(count):
            needs = {draw.choice(below)} if below else set()
            needs |= {packages[int(len(packages) * draw.random() ** 3)].name for _ in range(draw.randrange(5)) if packages}
            long = LONG.get(level, [])
            seconds = 60.0 * long[index] if index < len(long) else max(2.0, draw.lognormvariate(3.7, 1.1))
            here.append(Package(f"p{level}-{index}", sorted(needs), seconds, int(draw.lognormvariate(14.5, 1.2)), int(min(500e6, draw.lognormvariate(18, 0.6)))))
        packages += here
        below = [package.name for package in here]
    return packages


def write_tree(folder, packages):
    for package in packages:
        place = folder / "packages" / package.name
        place.mkdir(parents=True)
        copies = "".join(f"COPY --from=imgrep/{needed} / /\n" for needed in package.needs)
        (place / "Containerfile").write_text(f"FROM scratch AS build\n{copies}RUN make -j\"$(nproc)\"\nFROM scratch\nCOPY --from=build /{package.name} /\n")


def put_records(registry, packages):
    """Records of earlier builds, of recipes that are no longer those of the tree."""
    for package in packages:
        said = record(package.name, sha256(f"old recipe {package.name}".encode()), sha256(f"old image {package.name}".encode()), package.seconds, package.size, package.memory)
        registry.put(f"imgrep/{package.name}", said, "record-last")


def plan_command(registry, *further):
    return [IMGREP, "plan", "--for", "slurm", "--registry", registry.address, *registry.options, *further]


def submitted(tree, registry, *further):
    """The script of a plan, and the jobs that it submits, in this order: what each waits for, by its place among them, and how long it is expected to take."""
    expected = json.loads(subprocess.run(plan_command(registry, *further, "--json"), cwd=tree, env=ENV, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)
    script = subprocess.run(plan_command(registry, *further), cwd=tree, env=ENV, check=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if "guesses" in script.stderr:
        raise SystemExit(f"the plan rests on guesses: {script.stderr}")
    return script.stdout, [
        Job(needs, expected["jobs"][number - 1]["seconds"]) for number, needs in calls_of_sbatch(tree, script.stdout)]


def calls_of_sbatch(tree, script):
    """The number of each job in the plan, and the places of those that it waits for, as a Slurm is told. It is given no priority: what was submitted first begins first."""
    folder = WORK / "calls"
    folder.mkdir()
    (folder / "sbatch").write_text(
        '#!/bin/sh\nprintf "%s\\t" "$@" >>"$CALLS"\necho >>"$CALLS"\nwc -l <"$CALLS"\n')
    os.chmod(folder / "sbatch", 0o755)
    subprocess.run(["sh", "-s"], input=script, cwd=tree, env={**ENV, "PATH": f"{folder}:{ENV['PATH']}", "CALLS": f"{folder}/calls"}, check=True, stderr=subprocess.DEVNULL, text=True)
    calls = []
    for line in (folder / "calls").read_text().splitlines():
        if re.search(r"\t--(nice|priority)", line):
            raise SystemExit(f"the simulator knows no priorities: {line}")
        waits = re.search(r"\t--dependency=afterok:([0-9:]+)\t", line)
        calls.append((int(re.search(r"--job-name=\S+-([0-9]+)\t", line)[1]), [int(place) - 1 for place in waits[1].split(":")] if waits else []))
    run(["rm", "-rf", str(folder)])
    return calls


def simulate(jobs, nodes, seconds):
    """How long so many nodes take, each of which begins the first job of which all needs are done. The last argument says how long a job takes."""
    waits = [set(job.needs) for job in jobs]
    dependents = [[] for _ in jobs]
    for place, job in enumerate(jobs):
        for need in job.needs:
            dependents[need].append(place)
    ready = [place for place, needs in enumerate(waits) if not needs]
    running, now = [], 0.0
    while ready or running:
        while ready and len(running) < nodes:
            place = heapq.heappop(ready)
            heapq.heappush(running, (now + seconds(jobs[place]), place))
        now, place = heapq.heappop(running)
        for dependent in dependents[place]:
            waits[dependent].remove(place)
            if not waits[dependent]:
                heapq.heappush(ready, dependent)
    return now


def longest_path(packages):
    """Seconds of the packages alone, however many machines there are."""
    paths = {}
    for package in packages:
        paths[package.name] = package.seconds + max((paths[needed] for needed in package.needs), default=0)
    return max(paths.values())

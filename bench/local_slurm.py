"""Debian's Slurm on this machine, for the benchmarks of plans: a controller and nodes of one core each."""
import os, secrets, subprocess, time

from local_registry import free_port
from measure import ENV, WORK

CONFIGURATION = """ClusterName=imgrep
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={port}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool/%n
SlurmctldPidFile={folder}/controller.pid
SlurmdPidFile={folder}/node-%n.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
SlurmdParameters=config_overrides
MpiDefault=none
ReturnToService=2
MailProg=/bin/true
"""


class Slurm:
    """So many nodes, until the end of a `with`."""

    def __init__(self, count):
        self.names = [f"n{number}" for number in range(1, count + 1)]
        self.processes = []

    def __enter__(self):
        port = free_port()
        self.folder = WORK / f"slurm-{port}"
        for name in ("state", "munge", *(f"spool/{node}" for node in self.names)):
            (self.folder / name).mkdir(parents=True)
        os.chmod(self.folder / "munge", 0o700)
        (self.folder / "munge/key").write_bytes(secrets.token_bytes(64))
        os.chmod(self.folder / "munge/key", 0o600)
        host = os.uname().nodename.split(".")[0]
        nodes = "".join(f"NodeName={node} NodeHostname={host} NodeAddr=127.0.0.1 Port={free_port()} CPUs=1 RealMemory=1000\n" for node in self.names)
        (self.folder / "slurm.conf").write_text(
            CONFIGURATION.format(host=host, port=port, folder=self.folder) + nodes + "PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n")
        self.environment = {**ENV, "SLURM_CONF": f"{self.folder}/slurm.conf"}
        self.start("munged", "--foreground", "--force", *(f"--{name}={self.folder}/munge/{file}" for name, file in (
            ("key-file", "key"), ("socket", "socket"), ("pid-file", "pid"), ("log-file", "log"), ("seed-file", "seed"))))
        wait_until(lambda: (self.folder / "munge/socket").exists(), "munged did not start")
        self.start("slurmctld", "-D", "-i")
        for node in self.names:
            self.start("slurmd", "-D", "-N", node)
        wait_until(lambda: self.ask("sinfo", "--noheader", "--Node", "--format=%t").split() == ["idle"] * len(self.names), "the nodes of Slurm did not start")
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
            process.wait()

    def start(self, *command):
        self.processes.append(subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def ask(self, *command):
        """What a program of Slurm prints; nothing if it fails."""
        return subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout

    def begin(self, is_up):
        """Whether jobs that are submitted begin."""
        self.ask("scontrol", "update", "PartitionName=all", f"State={'UP' if is_up else 'DOWN'}")


def wait_until(condition, failure, seconds=120):
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise SystemExit(failure)
        time.sleep(0.1)

using System.Diagnostics;
using System.Security.Cryptography;
using ImgRep.EndToEnd.Images;
using ImgRep.EndToEnd.Registries;

namespace ImgRep.EndToEnd.Engines;

/// <summary>Debian's Slurm on this machine: a controller and several nodes with one core each. A node is a pid namespace, so that it can be killed with all
/// that runs on it.</summary>
internal sealed class LocalSlurm : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly Dictionary<string, Process> nodes = [];
    private readonly Process munge;
    private readonly Process controller;

    public LocalSlurm(int count)
    {
        foreach (var folder in (string[])["state", "spool", "munge"])
            Directory.CreateDirectory(scratch.PathOf(folder));
        File.SetUnixFileMode(scratch.PathOf("munge"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllBytes(scratch.PathOf("munge/key"), RandomNumberGenerator.GetBytes(64));
        File.SetUnixFileMode(scratch.PathOf("munge/key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var host = Tool.Run("hostname", "-s").Trim();
        File.WriteAllText(Configuration, $"""
            ClusterName=imgrep
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={LocalRegistry.FreePort()}
            AuthType=auth/munge
            AuthInfo=socket={scratch.PathOf("munge/socket")},cred_expire=6
            CredType=cred/munge
            SlurmUser=root
            SlurmdUser=root
            StateSaveLocation={scratch.PathOf("state")}
            SlurmdSpoolDir={scratch.PathOf("spool")}/%n
            SlurmctldPidFile={scratch.PathOf("controller.pid")}
            SlurmdPidFile={scratch.PathOf("node")}-%n.pid
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core_Memory
            SchedulerType=sched/backfill
            SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1
            SlurmdParameters=config_overrides
            MpiDefault=none
            SlurmdTimeout=10
            KillWait=2
            ReturnToService=2
            MailProg=/bin/true

            """ + string.Concat(Enumerable.Range(1, count).Select(number =>
                $"NodeName=n{number} NodeHostname={host} NodeAddr=127.0.0.1 Port={LocalRegistry.FreePort()} CPUs=1 RealMemory=1000\n"))
            + "PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP\n");
        munge = Start("munged", "--foreground", "--force", $"--key-file={scratch.PathOf("munge/key")}", $"--socket={scratch.PathOf("munge/socket")}",
            $"--pid-file={scratch.PathOf("munge/pid")}", $"--log-file={scratch.PathOf("munge/log")}", $"--seed-file={scratch.PathOf("munge/seed")}");
        SpinWait.SpinUntil(() => File.Exists(scratch.PathOf("munge/socket")), TimeSpan.FromSeconds(60)).ShouldBeTrue("munged did not start");
        controller = Start("slurmctld", "-D", "-i");
        foreach (var number in Enumerable.Range(1, count))
            StartNode($"n{number}");
        SpinWait.SpinUntil(() => Ask("sinfo", "--noheader", "--Node", "--format=%t").Count(state => state == "idle") == count, TimeSpan.FromSeconds(120))
            .ShouldBeTrue("the nodes of Slurm did not start");
    }

    public Dictionary<string, string> Variables => new() { ["SLURM_CONF"] = Configuration, ["IMGREP_POLL"] = "1" };

    private string Configuration => scratch.PathOf("slurm.conf");

    /// <summary>The lines that a program of Slurm answers with; none if it fails.</summary>
    public string[] Ask(string program, params string[] arguments)
    {
        var outcome = Imgrep.Run(program, arguments, "/", Variables);
        return outcome.ExitCode == 0 ? outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
    }

    public void StartNode(string name)
    {
        Directory.CreateDirectory(Path.Combine(scratch.PathOf("spool"), name));
        nodes[name] = Start("unshare", "--pid", "--fork", "--kill-child=KILL", "--mount-proc", "slurmd", "-D", "-N", name);
    }

    /// <summary>As if its power had been cut.</summary>
    public void KillNode(string name) => End(nodes[name]);

    public void Dispose()
    {
        foreach (var node in nodes.Values)
            End(node);
        End(controller);
        End(munge);
        nodes.Values.ToList().ForEach(node => node.Dispose());
        controller.Dispose();
        munge.Dispose();
        scratch.Dispose();
    }

    private Process Start(string program, params string[] arguments)
    {
        var process = Tool.Start([.. Variables], program, arguments);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void End(Process process)
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
    }
}

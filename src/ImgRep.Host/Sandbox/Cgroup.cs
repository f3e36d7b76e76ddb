using System.Globalization;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Sandbox;

/// <summary>Limits on what one sandbox can use of the machine, where its control groups let us set them (cgroups(7), both versions).</summary>
public sealed class Cgroup : IDisposable
{
    private const string Mountpoint = "/sys/fs/cgroup";
    private readonly List<string> folders = [];

    private readonly Limits limits;

    private Cgroup(Limits limits) => this.limits = limits;

    /// <summary>The files into which a process with one thread writes 0 to join. Where there are <c>tasks</c> (version 1), joining by
    /// them takes microseconds; moving a whole process makes the kernel wait for all others.</summary>
    public IEnumerable<string> JoinFiles => folders.Select(folder =>
        Path.Combine(folder, Disk.IsFile(Path.Combine(folder, "tasks")) ? "tasks" : "cgroup.procs"));

    /// <summary>A new group; null where none can be made.</summary>
    public static Cgroup? TryMake(string name, Limits limits)
    {
        var group = new Cgroup(limits);
        var isUnified = Disk.IsFile(Path.Combine(Mountpoint, "cgroup.controllers"));
        if (isUnified)
            group.TryAdd(Path.Combine(OwnFolder(), name), ("pids.max", limits.Processes), ("memory.max", limits.Resident), ("memory.swap.max", limits.Swapped));
        else
        {
            group.TryAdd(Path.Combine(Mountpoint, "pids", name), ("pids.max", limits.Processes));
            group.TryAdd(Path.Combine(Mountpoint, "memory", name), ("memory.limit_in_bytes", limits.Resident), ("memory.memsw.limit_in_bytes", limits.Memory));
        }
        return group.folders.Count > 0 ? group : null;
    }

    /// <summary>Whether it knows of each process that the kernel ended for want of memory.</summary>
    public bool CountsOomKills => folders.Exists(folder => Disk.IsFile(Path.Combine(folder, "memory.events")) || Disk.IsFile(Path.Combine(folder, "memory.oom_control")));

    /// <summary>Which limit stopped something in the group; null for none.</summary>
    /// <exception cref="EnvironmentException">The group does not say.</exception>
    public string? Exceeded()
    {
        if (Count("pids.events", "max") > 0)
            return $"it started more than {limits.Processes} processes";
        return Count("memory.events", "oom_kill") + Count("memory.oom_control", "oom_kill") > 0 ? "it used more memory than there is for it" : null;
    }

    /// <summary>The most bytes that it held at a time; null if the group does not say.</summary>
    public long? MostMemory => ReadNumber("memory.peak") ?? ReadNumber("memory.max_usage_in_bytes");

    /// <summary>How much time of processors it took; null if the group does not say.</summary>
    public TimeSpan? Processor => folders.SelectMany(folder => TryReadLines(Path.Combine(folder, "cpu.stat"))).Select(line => line.Split(' '))
        .FirstOrDefault(words => words is ["usage_usec", _]) is [_, var used] && long.TryParse(used, CultureInfo.InvariantCulture, out var microseconds)
            ? TimeSpan.FromMicroseconds(microseconds) : null;

    /// <summary>Ends every process in the group.</summary>
    public void Kill()
    {
        foreach (var process in folders.SelectMany(folder => TryReadLines(Path.Combine(folder, "cgroup.procs"))))
            _ = Posix.Libc.Kill(int.Parse(process, CultureInfo.InvariantCulture), Posix.Libc.SigKill);
    }

    public void Dispose()
    {
        foreach (var folder in folders)
        {
            // The kernel may need a moment to let go of the last process.
            for (var attempt = 0; attempt < 20 && !TryRemove(folder); attempt++)
                Thread.Sleep(1);
        }
    }

    private static bool TryRemove(string folder)
    {
        try
        {
            Disk.DeleteEmptyFolder(folder);
            return true;
        }
        catch (EnvironmentException)
        {
            return false;
        }
    }

    private void TryAdd(string folder, params (string File, long Value)[] limits)
    {
        try
        {
            Disk.MakeFolder(folder);
            // A kernel that does not count swap has no file for it.
            foreach (var (file, value) in limits.Where(limit => Disk.IsFile(Path.Combine(folder, limit.File))))
                Disk.WriteText(Path.Combine(folder, file), value.ToString(CultureInfo.InvariantCulture));
            folders.Add(folder);
        }
        catch (EnvironmentException)
        {
            _ = TryRemove(folder);
        }
    }

    private long Count(string file, string counter) => folders
        .SelectMany(folder => ReadLines(Path.Combine(folder, file)))
        .Select(line => line.Split(' '))
        .Where(words => words.Length == 2 && words[0] == counter)
        .Sum(words => long.Parse(words[1], CultureInfo.InvariantCulture));

    private long? ReadNumber(string file) => folders.SelectMany(folder => TryReadLines(Path.Combine(folder, file)))
        .Select(line => long.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : (long?)null).FirstOrDefault();

    private static string[] ReadLines(string file)
    {
        return Disk.TryReadLines(file);
    }

    private static string[] TryReadLines(string file)
    {
        return Disk.TryReadText(file)?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    /// <summary>Version 2: only below its own group can an ordinary process make others.</summary>
    private static string OwnFolder()
    {
        var own = TryReadLines("/proc/self/cgroup").FirstOrDefault(line => line.StartsWith("0::", StringComparison.Ordinal));
        return Mountpoint + (own is null or "0::/" ? "" : own[3..]);
    }
}

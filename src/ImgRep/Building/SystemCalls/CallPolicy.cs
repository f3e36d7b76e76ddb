using System.Collections.Immutable;

namespace ImgRep.Building.SystemCalls;

/// <summary>Calls that a RUN is refused for one reason.</summary>
public sealed record RefusedCalls(string Reason, ImmutableArray<string> Names);

/// <summary>A call that is refused or not by one of its arguments.</summary>
/// <param name="Argument">Which, from 0; the kernel reads its lower 32 bits.</param>
/// <param name="Mask">The bits that count.</param>
/// <param name="IsAllowList">Whether the values are those that are allowed; all others are.</param>
public sealed record ArgumentRule(string Name, string Reason, int Argument, uint Mask, ImmutableArray<uint> Values, bool IsAllowList);

/// <summary>Which system calls a RUN can make: those of <see cref="SystemCall.All"/> but these. Refused is <c>EPERM</c>, as container runtimes
/// do it, numbers that are not known here included; numbers above all known ones are <c>ENOSYS</c>, for programs to do without.</summary>
public static class CallPolicy
{
    public const int NotPermitted = 1;
    public const int NotImplemented = 38;

    private const uint AllBits = uint.MaxValue;

    /// <summary>What is answered with <c>ENOSYS</c>: its flags lie in memory, where no filter sees them, and programs then take clone.</summary>
    public const string Absent = "clone3";

    public static ImmutableArray<RefusedCalls> Refused { get; } =
    [
        new("keys belong to users and sessions, not to a sandbox", ["add_key", "request_key", "keyctl"]),
        new("its operations pass by every filter", ["io_uring_setup", "io_uring_enter", "io_uring_register"]),
        new("they look into the kernel, or hold it up",
            ["bpf", "perf_event_open", "userfaultfd", "syslog", "fanotify_init", "lsm_get_self_attr", "lsm_set_self_attr", "lsm_list_modules"]),
        new("namespaces and mounts are the sandbox's own",
            ["unshare", "setns", "mount", "umount2", "pivot_root", "mount_setattr", "move_mount", "open_tree", "open_tree_attr", "fsopen", "fsconfig", "fsmount", "fspick"]),
        new("a handle names a file past every folder and mount", ["open_by_handle_at"]),
        new("they look into other processes past the rules of ptrace", ["kcmp", "pidfd_getfd", "process_madvise"]),
        new("the processor's memory is the machine's to place", ["mbind", "get_mempolicy", "set_mempolicy", "set_mempolicy_home_node", "migrate_pages", "move_pages"]),
        new("they change the machine",
            ["reboot", "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "swapon", "swapoff", "acct", "quotactl", "quotactl_fd",
             "settimeofday", "clock_settime", "sethostname", "setdomainname", "iopl", "ioperm", "vhangup"]),
    ];

    public static ImmutableArray<ArgumentRule> ByArgument { get; } =
    [
        // CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
        new("clone", "new namespaces", 0, 0x7E020000, [0], IsAllowList: true),
        // PER_LINUX, PER_LINUX32, each with UNAME26 or not, and the question which it is.
        new("personality", "any but Linux's own, which also turns off what makes attacks hard", 0, AllBits, [0, 8, 0x20000, 0x20008, AllBits], IsAllowList: true),
        // AF_UNIX, AF_INET, AF_INET6, AF_NETLINK.
        new("socket", "families beside Unix, IPv4, IPv6 and netlink: vsock, for one, is not part of a network namespace", 0, AllBits, [1, 2, 10, 16], IsAllowList: true),
        new("socketpair", "the same", 0, AllBits, [1, 2, 10, 16], IsAllowList: true),
        // TIOCSTI, TIOCLINUX, TIOCSETD.
        new("ioctl", "typing into a terminal, and giving it another line discipline", 1, AllBits, [0x5412, 0x541C, 0x5423], IsAllowList: false),
    ];

    private static readonly ImmutableHashSet<string> RefusedNames = [.. Refused.SelectMany(group => group.Names)];

    /// <summary>Whether a call is made whatever its arguments.</summary>
    public static bool IsAllowed(SystemCall call) => !IsRefused(call) && call.Name != Absent && RuleOf(call) is null;

    public static bool IsRefused(SystemCall call) => RefusedNames.Contains(call.Name);

    public static ArgumentRule? RuleOf(SystemCall call) => ByArgument.FirstOrDefault(rule => rule.Name == call.Name);
}

using System.Text.Json;
using ImgRep.Building.SystemCalls;

namespace ImgRep.Tests.Building.SystemCalls;

public class FilterTests
{
    private const uint Allowed = 0x7FFF0000;
    private const uint NotPermitted = 0x00050001;
    private const uint NotImplemented = 0x00050026;
    private const uint Killed = 0x80000000;
    private const uint I386 = 0x40000003;

    private static readonly Dictionary<string, byte[]> Programs =
        ((string[])["amd64", "arm64"]).ToDictionary(name => name, name => FilterProgram.Assemble(CallArchitecture.Find(name)!));

    public static TheoryData<string> Architectures => ["amd64", "arm64"];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Every_known_call_is_answered_as_the_policy_says(string name)
    {
        var architecture = CallArchitecture.Find(name)!;
        foreach (var call in SystemCall.All.Where(call => architecture.NumberOf(call) is not null && CallPolicy.RuleOf(call) is null))
        {
            var expected = call.Name == "clone3" ? NotImplemented : CallPolicy.IsRefused(call) ? NotPermitted : Allowed;
            Answer(name, call.Name).ShouldBe(expected, call.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void No_call_means_keys_namespaces_mounts_or_the_kernel_itself(string name)
    {
        foreach (var call in (string[])["keyctl", "add_key", "request_key", "io_uring_setup", "userfaultfd", "perf_event_open", "bpf", "mount", "unshare", "setns",
            "open_by_handle_at", "kexec_load", "init_module", "reboot", "pivot_root", "fsopen", "pidfd_getfd"])
            Answer(name, call).ShouldBe(NotPermitted, call);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void What_compilers_and_interpreters_call_is_allowed(string name)
    {
        foreach (var call in (string[])["read", "execve", "openat", "mmap", "futex", "wait4", "ptrace", "seccomp", "chroot", "statx", "faccessat2", "close_range",
            "copy_file_range", "memfd_create", "getrandom", "rseq", "landlock_create_ruleset", "sched_setaffinity", "prlimit64", "mknodat"])
            Answer(name, call).ShouldBe(Allowed, call);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(10, true)]
    [InlineData(16, true)]
    [InlineData(17, false)]
    [InlineData(38, false)]
    [InlineData(40, false)]
    [InlineData(0x1_0000_0028, false)]
    public void A_socket_is_of_the_network_namespace_or_of_the_file_system(ulong family, bool isAllowed)
    {
        foreach (var name in (string[])["amd64", "arm64"])
            Answer(name, "socket", family).ShouldBe(isAllowed ? Allowed : NotPermitted);
    }

    [Theory]
    [InlineData(0x5412, false)]
    [InlineData(0x541C, false)]
    [InlineData(0x5423, false)]
    [InlineData(0xFFFF_FFFF_0000_5412, false)]
    [InlineData(0x5401, true)]
    [InlineData(0x5413, true)]
    [InlineData(0xFFFF_FFFF_8008_6601, true)]
    public void Nothing_is_typed_into_a_terminal(ulong request, bool isAllowed)
    {
        foreach (var name in (string[])["amd64", "arm64"])
            Answer(name, "ioctl", 0, request).ShouldBe(isAllowed ? Allowed : NotPermitted);
    }

    [Theory]
    [InlineData(0x01200011, true)]
    [InlineData(0x003D0F00, true)]
    [InlineData(0x10000011, false)]
    [InlineData(0x00020011, false)]
    [InlineData(0x02000000, false)]
    public void A_process_is_cloned_but_no_namespace(ulong flags, bool isAllowed)
    {
        foreach (var name in (string[])["amd64", "arm64"])
            Answer(name, "clone", flags).ShouldBe(isAllowed ? Allowed : NotPermitted);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0xFFFF_FFFF, true)]
    [InlineData(0x0040000, false)]
    public void Addresses_stay_random(ulong personality, bool isAllowed) =>
        Answer("amd64", "personality", personality).ShouldBe(isAllowed ? Allowed : NotPermitted);

    [Fact]
    public void Numbers_of_another_architecture_end_the_process()
    {
        var amd64 = CallArchitecture.Find("amd64")!;
        FilterMachine.Run(FilterProgram.Assemble(amd64), I386, 1).ShouldBe(Killed);
        FilterMachine.Run(FilterProgram.Assemble(amd64), amd64.Audit, 0x40000001).ShouldBe(Killed);
        FilterMachine.Run(FilterProgram.Assemble(CallArchitecture.Find("arm64")!), amd64.Audit, 1).ShouldBe(Killed);
    }

    [Fact]
    public void Newer_calls_are_not_there_and_gaps_are_refused()
    {
        var amd64 = CallArchitecture.Find("amd64")!;
        FilterMachine.Run(FilterProgram.Assemble(amd64), amd64.Audit, 470).ShouldBe(NotImplemented);
        FilterMachine.Run(FilterProgram.Assemble(amd64), amd64.Audit, uint.MaxValue).ShouldBe(NotPermitted);
        FilterMachine.Run(FilterProgram.Assemble(amd64), amd64.Audit, 400).ShouldBe(NotPermitted);
    }

    /// <summary>The first rule that applies, then the default: as runtimes read it.</summary>
    [Theory]
    [InlineData("socket", 0)]
    [InlineData("socketpair", 0)]
    [InlineData("ioctl", 1)]
    [InlineData("clone", 0)]
    [InlineData("personality", 0)]
    public void A_runtime_is_told_the_same(string call, int argument)
    {
        var profile = Profile();
        ulong[] values = [.. Enumerable.Range(0, 64).Concat(Enumerable.Range(0x5400, 64)).Select(i => (ulong)i), .. Enumerable.Range(0, 32).Select(i => 1ul << i),
            0x10005412, 0xFFFFFFFF, 0x80086601, 0x3D0F00, 0x1_0000_0028];
        foreach (var value in values)
        {
            var arguments = new ulong[argument + 1];
            arguments[argument] = value;
            IsAllowedBy(profile, call, value).ShouldBe(Answer("amd64", call, arguments) == Allowed, $"{call} {value:x}");
        }
    }

    [Fact]
    public void A_runtime_allows_the_calls_that_the_program_allows()
    {
        var profile = Profile();
        foreach (var call in SystemCall.All.Where(call => call.Amd64 is not null && CallPolicy.RuleOf(call) is null))
            IsAllowedBy(profile, call.Name, 0).ShouldBe(Answer("amd64", call.Name) == Allowed, call.Name);
        profile.GetProperty("defaultErrnoRet").GetInt32().ShouldBe(1);
    }

    [Fact]
    public void Who_watches_is_asked_about_each_call_that_is_refused_and_no_other()
    {
        var amd64 = CallArchitecture.Find("amd64")!;
        var program = FilterProgram.Assemble(amd64, isWatched: true);
        for (uint number = 0; number < 600; number++)
        {
            foreach (var argument in (ulong[])[0, 1, 40, 0x5412, 0x10000000])
            {
                var plain = FilterMachine.Run(Programs["amd64"], amd64.Audit, number, argument, argument);
                FilterMachine.Run(program, amd64.Audit, number, argument, argument).ShouldBe(plain == NotPermitted ? 0x7FC00000 : plain);
            }
        }
        FilterMachine.Run(FilterProgram.Mark, amd64.Audit, 250).ShouldBe(Allowed);
    }

    [Fact]
    public void Whatever_the_policy_names_is_a_call_that_is_known()
    {
        var known = SystemCall.All.Select(call => call.Name).ToHashSet();
        CallPolicy.Refused.SelectMany(group => group.Names).Concat(CallPolicy.ByArgument.Select(rule => rule.Name)).Append(CallPolicy.Absent)
            .Where(name => !known.Contains(name)).ShouldBeEmpty();
        known.Count.ShouldBe(SystemCall.All.Length);
    }

    [Fact]
    public void The_page_names_every_call_that_is_refused()
    {
        var page = File.ReadAllText(ProjectFolder.PathOf("docs/sandbox.md"));
        CallPolicy.Refused.SelectMany(group => group.Names).Concat(CallPolicy.ByArgument.Select(rule => rule.Name)).Append(CallPolicy.Absent)
            .Where(name => !page.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static uint Answer(string name, string call, params ulong[] arguments)
    {
        var architecture = CallArchitecture.Find(name)!;
        var number = architecture.NumberOf(SystemCall.All.Single(known => known.Name == call))!.Value;
        return FilterMachine.Run(Programs[name], architecture.Audit, number, arguments);
    }

    private static JsonElement Profile()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            OciSeccomp.Write(json, CallArchitecture.Find("amd64")!);
            json.WriteEndObject();
        }
        return JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("seccomp");
    }

    private static bool IsAllowedBy(JsonElement profile, string call, ulong value) => profile.GetProperty("syscalls").EnumerateArray()
        .Where(rule => rule.GetProperty("names").EnumerateArray().Any(name => name.GetString() == call))
        .Any(rule => rule.GetProperty("action").GetString() == "SCMP_ACT_ALLOW" && (!rule.TryGetProperty("args", out var args) || Matches(args[0], value)));

    private static bool Matches(JsonElement argument, ulong value) =>
        (value & argument.GetProperty("value").GetUInt64()) == argument.GetProperty("valueTwo").GetUInt64();
}

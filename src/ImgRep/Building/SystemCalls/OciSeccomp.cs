using System.Collections.Immutable;
using System.Text.Json;

namespace ImgRep.Building.SystemCalls;

/// <summary>The policy as the <c>linux.seccomp</c> of an OCI runtime's configuration (runtime-spec 1.0, config-linux.md).</summary>
public static class OciSeccomp
{
    private const string Allow = "SCMP_ACT_ALLOW";
    private const string Error = "SCMP_ACT_ERRNO";

    /// <summary>Writes the property. The runtime answers numbers above all that are listed with <c>ENOSYS</c>, and ends a process that uses
    /// another architecture's.</summary>
    /// <param name="isWatched">Whether a filter around the runtime answers all calls: this one is then only one more to count.</param>
    public static void Write(Utf8JsonWriter json, CallArchitecture architecture, bool isWatched = false)
    {
        var calls = SystemCall.All.Where(call => architecture.NumberOf(call) is not null).ToList();
        json.WriteStartObject("seccomp");
        json.WriteString("defaultAction", isWatched ? Allow : Error);
        if (!isWatched)
            json.WriteNumber("defaultErrnoRet", CallPolicy.NotPermitted);
        json.WriteStartArray("architectures");
        json.WriteStringValue(architecture.OciName);
        json.WriteEndArray();
        json.WriteStartArray("syscalls");
        if (!isWatched)
            WritePolicy(json, calls);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePolicy(Utf8JsonWriter json, IEnumerable<SystemCall> calls)
    {
        WriteRule(json, calls.Where(CallPolicy.IsAllowed).Select(call => call.Name), Allow);
        WriteRule(json, [CallPolicy.Absent], Error, error: CallPolicy.NotImplemented);
        foreach (var rule in CallPolicy.ByArgument)
        {
            foreach (var (mask, value) in AllowedBy(rule))
                WriteRule(json, [rule.Name], Allow, argument: (rule.Argument, mask, value));
        }
    }

    /// <summary>What is allowed: the default refuses the rest. A comparison without a mask would see 64 bits, of which the kernel reads 32.</summary>
    private static IEnumerable<(uint Mask, uint Value)> AllowedBy(ArgumentRule rule) =>
        rule.IsAllowList ? rule.Values.Select(value => (rule.Mask, value)) : AllBut(rule.Values, 0, 0);

    /// <summary>The largest aligned ranges below a prefix that have none of the values.</summary>
    /// <param name="prefix">The leading bits that are decided, as a mask.</param>
    private static IEnumerable<(uint Mask, uint Value)> AllBut(ImmutableArray<uint> values, uint prefix, uint start)
    {
        if (!values.Any(value => (value & prefix) == start))
            return [(prefix, start)];
        if (prefix == uint.MaxValue)
            return [];
        var longer = (prefix >> 1) | 0x80000000;
        return AllBut(values, longer, start).Concat(AllBut(values, longer, start | (longer ^ prefix)));
    }

    private static void WriteRule(Utf8JsonWriter json, IEnumerable<string> names, string action, int? error = null, (int Index, uint Mask, uint Value)? argument = null)
    {
        json.WriteStartObject();
        json.WriteStartArray("names");
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteString("action", action);
        if (error is not null)
            json.WriteNumber("errnoRet", error.Value);
        if (argument is var (index, mask, value))
        {
            json.WriteStartArray("args");
            json.WriteStartObject();
            json.WriteNumber("index", index);
            json.WriteNumber("value", mask);
            json.WriteNumber("valueTwo", value);
            json.WriteString("op", "SCMP_CMP_MASKED_EQ");
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}

using System.Buffers;
using System.Text.Json;
using ImgRep.Building.SystemCalls;

namespace ImgRep.Building;

/// <summary>The <c>config.json</c> with which an OCI runtime (runtime-spec 1.0, config.md and config-linux.md) runs a process,
/// inside a user namespace that exists already.</summary>
public static class OciRuntimeConfig
{
    /// <param name="root">The host's path of the root filesystem, with all that is mounted in it but <c>/proc</c>.</param>
    /// <param name="architecture">Whose system calls are filtered, null for none.</param>
    /// <param name="isWatched">Whether a filter around the runtime does that.</param>
    public static byte[] Write(RunSpec spec, string root, CallArchitecture? architecture = null, bool isWatched = false)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("ociVersion", "1.0.2");
            WriteProcess(json, spec);
            json.WriteStartObject("root");
            json.WriteString("path", root);
            json.WriteEndObject();
            json.WriteString("hostname", spec.Host);
            WriteMounts(json, root);
            WriteLinux(json, architecture, isWatched);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteProcess(Utf8JsonWriter json, RunSpec spec)
    {
        json.WriteStartObject("process");
        json.WriteBoolean("terminal", spec.HasTerminal);
        json.WriteStartObject("user");
        json.WriteNumber("uid", spec.User);
        json.WriteNumber("gid", spec.Group);
        json.WriteNumber("umask", spec.Umask);
        json.WriteStartArray("additionalGids");
        foreach (var group in spec.Groups)
            json.WriteNumberValue(group);
        json.WriteEndArray();
        json.WriteEndObject();
        WriteStrings(json, "args", spec.Arguments);
        WriteStrings(json, "env", spec.Environment.Select(variable => $"{variable.Key}={variable.Value}"));
        json.WriteString("cwd", spec.WorkingDirectory);
        json.WriteStartObject("capabilities");
        foreach (var set in (string[])["bounding", "effective", "inheritable", "permitted"])
            WriteStrings(json, set, set == "inheritable" ? [] : Capability.Kept.Select(capability => "CAP_" + capability.Name));
        json.WriteEndObject();
        json.WriteBoolean("noNewPrivileges", true);
        WriteLimits(json, spec);
        json.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter json, RunSpec spec)
    {
        json.WriteStartArray("rlimits");
        foreach (var limit in spec.Limits)
        {
            json.WriteStartObject();
            json.WriteString("type", "RLIMIT_" + limit.Name.ToUpperInvariant());
            json.WriteNumber("soft", limit.Soft);
            json.WriteNumber("hard", limit.Hard);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteMounts(Utf8JsonWriter json, string root)
    {
        json.WriteStartArray("mounts");
        WriteMount(json, "proc", "proc", "/proc", ["nosuid", "noexec", "nodev"]);
        // It is there already; said once more, so that no runtime makes nodes in it.
        WriteMount(json, "bind", root + "/dev", "/dev", ["rbind"]);
        WriteMount(json, "mqueue", "mqueue", "/dev/" + DeviceFolder.MessageQueues, []);
        json.WriteEndArray();
    }

    private static void WriteMount(Utf8JsonWriter json, string type, string source, string destination, IEnumerable<string> options)
    {
        json.WriteStartObject();
        json.WriteString("destination", destination);
        json.WriteString("type", type);
        json.WriteString("source", source);
        WriteStrings(json, "options", options);
        json.WriteEndObject();
    }

    private static void WriteLinux(Utf8JsonWriter json, CallArchitecture? architecture, bool isWatched)
    {
        json.WriteStartObject("linux");
        json.WriteStartArray("namespaces");
        foreach (var type in (string[])["pid", "network", "ipc", "uts", "mount", "cgroup"])
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteStrings(json, "maskedPaths", KernelFiles.Masked);
        WriteStrings(json, "readonlyPaths", KernelFiles.ReadOnly);
        if (architecture is not null)
            OciSeccomp.Write(json, architecture, isWatched);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}

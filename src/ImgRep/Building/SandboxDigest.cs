using System.Globalization;
using ImgRep.Building.SystemCalls;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>A hash of the tables that say what every RUN can observe and do, whatever its Containerfile says: part of the keys of steps and of
/// recipes, so that what was built in another sandbox is built again. What no table says raises <see cref="RunSpec.Version"/>.</summary>
public static class SandboxDigest
{
    public static Digest Current { get; } = new KeyBuilder("sandbox " + RunSpec.Version)
        .Add("host", RunSpec.HostName)
        .Add("variables", RunEnvironment.Defaults)
        .Add("capabilities", Capability.Kept.Select(capability => capability.Name))
        .Add("limits", ResourceLimit.All.Select(limit => Text($"{limit.Name} {limit.Soft} {limit.Hard}")))
        .Add("masked", KernelFiles.Masked)
        .Add("read-only", KernelFiles.ReadOnly)
        .Add("devices", DeviceFolder.Nodes.Select(node => Text($"{node.Name} {node.Major} {node.Minor} {CharacterDevice.Mode}")))
        .Add("links", DeviceFolder.Links)
        .Add("dev", Text(DeviceFolder.Itself))
        .Add("folders", DeviceFolder.Folders.Select(folder => $"{folder.Key} {Text(folder.Value)}"))
        .Add("calls", SystemCall.All.Select(call => Text(call)))
        .ToKey();

    private static string Text(MemoryFolder folder) => $"{folder.Type} {string.Join(',', folder.Options)} {folder.IsExecutable} {folder.HasDevices}";

    private static string Text(SystemCall call) => CallPolicy.RuleOf(call) is { } rule
        ? Text($"{call.Name} {rule.Argument} {rule.Mask} {string.Join(',', rule.Values)} {rule.IsAllowList}")
        : $"{call.Name} {CallPolicy.IsAllowed(call)}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

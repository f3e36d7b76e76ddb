using ImgRep.Host.Sandbox;

namespace ImgRep.EndToEnd;

/// <summary>A test that is left out, with the reason printed, where the machine lacks what it needs: programs, and the small tree's busybox
/// where a sandbox is among them.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsAttribute : FactAttribute
{
    public NeedsAttribute(params string[] programs)
    {
        Programs = programs;
        var missing = programs.Where(program => ProgramPath.Find(program) is null).ToList();
        if (missing.Count > 0)
            Skip = $"needs {string.Join(", ", missing)}";
        else if (programs.Any(program => program is "bwrap" or "runc") && !File.Exists(SmallTree.BusyBox))
            Skip = $"needs {SmallTree.BusyBox} (package busybox-static)";
    }

    public IReadOnlyList<string> Programs { get; }

    /// <summary>Whether the test needs rights that only root has.</summary>
    public bool Root
    {
        get => false;
        set
        {
            if (value && !Environment.IsPrivilegedProcess)
                Skip = "needs to be run as root";
        }
    }
}

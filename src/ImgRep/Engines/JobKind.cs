namespace ImgRep.Engines;

/// <summary>What jobs do with their packages.</summary>
public enum JobKind
{
    /// <summary>Build them, if nobody has yet.</summary>
    Build,

    /// <summary>Run every step again, and compare with what the registry has.</summary>
    Reproduce,

    /// <summary>Rebuild them in another environment.</summary>
    Vary,
}

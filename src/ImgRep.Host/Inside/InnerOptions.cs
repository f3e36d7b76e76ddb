namespace ImgRep.Host.Inside;

/// <summary>What a process in the namespaces gets of the process outside.</summary>
/// <param name="HasTerminal">Whether it has the streams of the caller; else nothing of what it prints is seen but as a note.</param>
/// <param name="ShiftsIds">Whether root's build has other ids than usual, to find what depends on them.</param>
internal sealed record InnerOptions(bool HasTerminal = false, bool ShiftsIds = false);

namespace ImgRep.Containerfiles.Checks.Shell;

/// <summary>A word of a shell script.</summary>
/// <param name="Value">Without quotes and backslashes; parameters and substitutions as written.</param>
/// <param name="Start">Where it begins in the script, its quotes included.</param>
/// <param name="Length">How long it is as written.</param>
internal sealed record ShellWord(string Value, int Start, int Length);

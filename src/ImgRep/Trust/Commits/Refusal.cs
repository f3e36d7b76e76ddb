namespace ImgRep.Trust.Commits;

/// <summary>Why a commit is not authenticated.</summary>
/// <param name="Path">What it changes that it may not; empty where that does not matter.</param>
/// <param name="Key">Who signed, as far as that is known: <c>alice's key ...</c>.</param>
/// <param name="Rule">Short kebab-case name of the rule (docs/authenticate.md).</param>
public sealed record Refusal(string Commit, string Path, string Key, string Rule, string Reason);

using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>A website that was written.</summary>
/// <param name="Folder">As the user wrote it.</param>
/// <param name="Digest">Of the file <c>SHA256SUMS</c> in it, which lists all others.</param>
internal sealed record SiteAnswer(string Folder, string Commit, int Files, Digest Digest) : IAnswer
{
    public IEnumerable<string> Lines() => [$"{Folder}: {Files} files of commit {Commit}, {Digest}"];
}

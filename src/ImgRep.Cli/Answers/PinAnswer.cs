using System.Collections.Immutable;
using ImgRep.Host.Updates;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>The rows that were added to the file <c>commits</c>.</summary>
internal sealed record PinAnswer(ImmutableArray<ShownPin> Commits) : IAnswer
{
    public static PinAnswer From(IEnumerable<PinnedCommit> pinned) => new([.. pinned.Select(one => new ShownPin(one.Commit, one.Tree, one.Url.AbsoluteUri))]);

    public IEnumerable<string> Lines() => Commits.Select(one => $"{one.Tree.Hex}  {one.Commit}");
}

/// <param name="Tree">The hash of what is in it.</param>
internal sealed record ShownPin(string Commit, Digest Tree, string Url);

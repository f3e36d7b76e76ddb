using System.Collections.Immutable;
using ImgRep.Host.Trust.History;
using ImgRep.Trust.Commits;

namespace ImgRep.Cli.Answers;

/// <summary>Whether the commit that is checked out was authenticated.</summary>
/// <param name="Commit">Null, like the introduction, where this machine knows no introduction.</param>
/// <param name="Note">Why nothing is known, or why the commit is not what comes after the one that was authenticated last; empty otherwise.</param>
internal sealed record ShownHistory(bool Authenticated, string? Commit, string? Introduction, string Note, ImmutableArray<Refusal> Refusals)
{
    public static ShownHistory From(CheckedOutHistory history) => new(
        history is { Authenticated: not null, Refusals.IsEmpty: true }, history.Authenticated?.Tip, history.Authenticated?.Introduction,
        history.Unknown + history.Apart, history.Refusals);

    public IEnumerable<string> Lines() => Refusals.Select(refusal => AuthenticateAnswer.Line(refusal, "refused"))
        .Append(Commit is null ? $"the history was not authenticated: {Note}"
            : $"{(Authenticated ? $"the history was authenticated since {Introduction}" : "the history is refused")}, up to {Commit}{(Note.Length > 0 ? $": {Note}" : "")}");
}

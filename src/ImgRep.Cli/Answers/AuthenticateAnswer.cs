using System.Collections.Immutable;
using ImgRep.Host.Trust.History;
using ImgRep.Trust.Commits;

namespace ImgRep.Cli.Answers;

/// <summary>Whether everything that leads to a commit was changed by those who may change it.</summary>
/// <param name="Checked">How many commits were looked at.</param>
/// <param name="Pending">What still needs the signature of another person when the branch is merged.</param>
internal sealed record AuthenticateAnswer(
    bool Authenticated, string Commit, string Introduction, int Checked, ImmutableArray<Refusal> Refusals, ImmutableArray<Refusal> Pending) : IAnswer
{
    public static AuthenticateAnswer From(AuthenticatedHistory history) =>
        new(history.Refusals.IsEmpty, history.Tip, history.Introduction, history.Checked, history.Refusals, history.Pending);

    public IEnumerable<string> Lines() => Refusals.Select(refusal => Line(refusal, "refused"))
        .Concat(Pending.Select(lacking => Line(lacking, "to be signed by another"))).Append(Authenticated
        ? $"{Commit}: authenticated since {Introduction}, {Checked} commits looked at"
        : $"{Commit}: not authenticated");

    public static string Line(Refusal refusal, string what) =>
        $"{refusal.Commit}: {what} ({refusal.Rule}): {string.Join(": ", new[] { refusal.Path, refusal.Key, refusal.Reason }.Where(part => part.Length > 0))}";
}

using System.Collections.Immutable;
using ImgRep.Host.Trust.History;
using ImgRep.Trust.Commits;

namespace ImgRep.Cli.Answers;

/// <summary>Whether everything that leads to a commit was changed by those who may change it.</summary>
/// <param name="Checked">How many commits were looked at.</param>
internal sealed record AuthenticateAnswer(bool Authenticated, string Commit, string Introduction, int Checked, ImmutableArray<Refusal> Refusals) : IAnswer
{
    public static AuthenticateAnswer From(AuthenticatedHistory history) =>
        new(history.Refusals.IsEmpty, history.Tip, history.Introduction, history.Checked, history.Refusals);

    public IEnumerable<string> Lines() => Refusals.Select(Line).Append(Authenticated
        ? $"{Commit}: authenticated since {Introduction}, {Checked} commits looked at"
        : $"{Commit}: not authenticated");

    private static string Line(Refusal refusal) =>
        $"{refusal.Commit}: refused ({refusal.Rule}): {string.Join(": ", new[] { refusal.Path, refusal.Key, refusal.Reason }.Where(part => part.Length > 0))}";
}

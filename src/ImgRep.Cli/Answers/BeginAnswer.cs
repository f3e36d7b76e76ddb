using System.Collections.Immutable;
using ImgRep.Host.Scaffolding;

namespace ImgRep.Cli.Answers;

/// <summary>The beginning of an authenticated history; for people, the introduction.</summary>
/// <param name="Commit">What is checked out: the commit that names the introduction.</param>
/// <param name="Key">As <c>keys/people.yaml</c> has it.</param>
internal sealed record BeginAnswer(string Introduction, string Commit, string Person, string Key, ImmutableArray<string> Files) : IAnswer
{
    public static BeginAnswer From(Founding founding, Founder founder) => new(founding.Introduction, founding.Commit, founder.Id, founder.Keys[0].Line, founding.Files);

    public IEnumerable<string> Lines() => [Introduction];
}

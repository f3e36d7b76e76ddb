using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>Whether an image may run.</summary>
/// <param name="Name">As the runtime has it.</param>
/// <param name="Reason">In words, on one line: runtimes show it to people.</param>
internal sealed record AdmitAnswer(string Name, Digest Digest, bool Admitted, string Reason) : IAnswer
{
    public IEnumerable<string> Lines() => [$"{Name}: {Reason}"];
}

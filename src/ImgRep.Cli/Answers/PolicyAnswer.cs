namespace ImgRep.Cli.Answers;

/// <param name="Policy">The path of <c>policy.json</c>.</param>
/// <param name="Registries">The path of <c>registries.d</c>.</param>
/// <param name="Lookaside">The path of the folder to serve.</param>
/// <param name="Signatures">How many it holds.</param>
internal sealed record PolicyAnswer(string Policy, string Registries, string Lookaside, int Signatures) : IAnswer
{
    public IEnumerable<string> Lines() => [$"skopeo --policy {Policy} --registries.d {Registries} copy ..."];
}

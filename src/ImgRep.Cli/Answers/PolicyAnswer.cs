namespace ImgRep.Cli.Answers;

/// <param name="Policy">The path of <c>policy.json</c>.</param>
/// <param name="Registries">The path of <c>registries.d</c>.</param>
internal sealed record PolicyAnswer(string Policy, string Registries) : IAnswer
{
    public IEnumerable<string> Lines() => [$"skopeo --policy {Policy} --registries.d {Registries} copy ..."];
}

namespace ImgRep.Cli.Answers;

/// <param name="Images">What they are called where they were loaded into.</param>
internal sealed record LoadAnswer(IReadOnlyList<string> Images) : IAnswer
{
    public IEnumerable<string> Lines() => Images;
}

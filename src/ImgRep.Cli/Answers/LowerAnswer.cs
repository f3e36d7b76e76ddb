namespace ImgRep.Cli.Answers;

/// <param name="Folder">The path of what was written.</param>
internal sealed record LowerAnswer(string Folder) : IAnswer
{
    public IEnumerable<string> Lines() => [Folder];
}

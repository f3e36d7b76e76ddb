namespace ImgRep.Cli.Answers;

/// <summary>What a command answers: its members are those of the JSON (docs/formats/answers.md), its lines are for people.</summary>
internal interface IAnswer
{
    /// <summary>Without line ends.</summary>
    IEnumerable<string> Lines();
}

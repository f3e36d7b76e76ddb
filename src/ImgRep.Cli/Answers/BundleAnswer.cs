namespace ImgRep.Cli.Answers;

/// <summary>A bundle that was written.</summary>
/// <param name="File">As the user wrote it.</param>
/// <param name="Images">How many statements are about images.</param>
/// <param name="Confirmations">How many are what people have signed.</param>
internal sealed record BundleAnswer(string File, int Images, int Confirmations) : IAnswer
{
    public IEnumerable<string> Lines() => [$"{File}: {Count(Images, "image")}, {Count(Confirmations, "confirmation")}"];

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}

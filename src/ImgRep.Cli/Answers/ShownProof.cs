using System.Text.Json.Serialization;

namespace ImgRep.Cli.Answers;

/// <summary>An address that a key claims.</summary>
/// <param name="Problem">Why it proves nothing, once it was visited.</param>
internal sealed record ShownProof(string Address, [property: JsonIgnore] bool IsVisited, [property: JsonIgnore] string? Problem)
{
    public string State => !IsVisited ? "not visited" : Problem ?? "names the key";
}

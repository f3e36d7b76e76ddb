using System.CommandLine;
using ImgRep.Cli.Options;
using ImgRep.Primitives;

namespace ImgRep.Cli.Answers;

/// <summary>Digests as an answer: lines that <c>sha256sum</c> could have written, or one JSON object with a member for each name.</summary>
internal static class DigestList
{
    public static void Print(IEnumerable<KeyValuePair<string, Digest>> digests, ParseResult arguments)
    {
        if (arguments.GetValue(CommonOptions.Json))
        {
            Answer.WriteJson(json =>
            {
                json.WriteStartObject();
                foreach (var (name, digest) in digests)
                    json.WriteString(name, digest.ToString());
                json.WriteEndObject();
            });
            return;
        }
        using var output = Answer.Open();
        foreach (var (name, digest) in digests)
            output.WriteLine($"{digest.Hex}  {name}");
    }
}

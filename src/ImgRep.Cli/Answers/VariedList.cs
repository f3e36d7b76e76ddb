using System.Collections.Immutable;
using System.Text.Json;
using ImgRep.Cli.Display;
using ImgRep.Host.Rebuilds;

namespace ImgRep.Cli.Answers;

/// <summary>How packages came through variations of their surroundings, as an answer.</summary>
internal static class VariedList
{
    /// <summary>Says on standard error which of those asked for are not varied here, and why.</summary>
    public static void Announce(IEnumerable<Variation> asked, IEnumerable<Variation> varied)
    {
        foreach (var variation in asked.Except(varied))
            Terminal.Writer.WriteLine($"not varied: {variation.Name}: {variation.Obstacle ?? variation.OnlyAsked}");
    }

    /// <summary>One line each: <c>survives  zlib</c>, <c>differs  zlib  hostname</c>, or <c>differs  zlib  by time or chance</c>.</summary>
    /// <returns>The exit code.</returns>
    public static int Conclude(IReadOnlyCollection<VariedResult> results, ImmutableArray<Variation> varied, bool asJson)
    {
        if (asJson)
        {
            Answer.WriteJson(json => Write(results, varied, json));
        }
        else
        {
            using var output = Answer.Open();
            foreach (var result in results)
                output.WriteLine(result.Survives ? $"survives  {result.Package}" : $"differs  {result.Package}  {result.Cause}");
        }
        return results.All(result => result.Survives) ? ExitCode.Done : ExitCode.NegativeVerdict;
    }

    /// <summary><c>{"varied":[NAME],"packages":[{"name","survives","unstable","culprits":[[NAME]]}]}</c>; names in one list change it only together.</summary>
    private static void Write(IEnumerable<VariedResult> results, ImmutableArray<Variation> varied, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteNames(json, "varied", varied.Select(variation => variation.Name));
        json.WriteStartArray("packages");
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("name", result.Package);
            WriteMembers(result, json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteMembers(VariedResult result, Utf8JsonWriter json)
    {
        json.WriteBoolean("survives", result.Survives);
        json.WriteBoolean("unstable", result.IsUnstable);
        json.WriteStartArray("culprits");
        foreach (var together in result.Culprits)
            WriteNames(json, null, together);
        json.WriteEndArray();
    }

    public static void WriteNames(Utf8JsonWriter json, string? member, IEnumerable<string> names)
    {
        if (member is not null)
            json.WritePropertyName(member);
        json.WriteStartArray();
        foreach (var name in names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}

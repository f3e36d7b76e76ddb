using System.CommandLine;
using System.Text.Json;
using ImgRep.Cli.Display;
using ImgRep.Cli.Options;
using ImgRep.Host.Keys;
using ImgRep.Trust.People;

namespace ImgRep.Cli.Answers;

/// <summary>People and keys as an answer: a line for each key below its holder, or JSON.</summary>
internal static class KeyReport
{
    public static void Print(List<HeldKey> keys, ParseResult arguments)
    {
        if (arguments.GetValue(CommonOptions.Json))
        {
            Answer.WriteJson(json => Write(keys, json));
            return;
        }
        using var output = Answer.Open();
        foreach (var held in keys.GroupBy(key => key.Person))
        {
            output.WriteLine(Terminal.Printable($"{held.Key.Id}: {held.Key.Name}, {held.Key.Organisation} ({string.Join(", ", held.Key.Roles.Select(Roles.NameOf))})"));
            foreach (var key in held)
                output.WriteLine(Terminal.Printable($"    {key.Key}  {key.State}{(key.Facts is { UserId.Length: > 0 } facts ? $"  {facts.UserId}" : "")}"));
        }
    }

    private static void Write(List<HeldKey> keys, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("keys");
        foreach (var held in keys)
        {
            json.WriteStartObject();
            json.WriteString("person", held.Person.Id);
            json.WriteString("name", held.Person.Name);
            json.WriteString("organisation", held.Person.Organisation.Name);
            json.WriteStartArray("roles");
            foreach (var role in held.Person.Roles)
                json.WriteStringValue(Roles.NameOf(role));
            json.WriteEndArray();
            json.WriteString("key", held.Key.ToString());
            json.WriteString("state", held.State);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

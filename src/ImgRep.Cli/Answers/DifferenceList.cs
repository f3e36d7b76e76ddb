using System.Text.Json;
using ImgRep.Cli.Display;
using ImgRep.Files;
using ImgRep.Files.Differences;
using ImgRep.Images;

namespace ImgRep.Cli.Answers;

/// <summary>In what two images differ, as an answer.</summary>
internal static class DifferenceList
{
    /// <summary>As diff -u does, so that no name of an image looks like a file: what is compared, then a line for each difference; nothing if there is none.</summary>
    public static void Print(ImageDifference difference, string before, string after)
    {
        if (difference.IsEmpty)
            return;
        using var output = Answer.Open();
        output.WriteLine($"--- {before}\n+++ {after}");
        foreach (var line in difference.Lines())
            output.WriteLine(Terminal.Printable(line));
    }

    /// <summary><c>{"equal","configuration":[{"name","before","after"}],"files":[{"path","change","offset","section","links","properties":[...]}]}</c>;
    /// change is added, removed or changed; offset, section and links are there where they say something.</summary>
    public static void WriteJson(ImageDifference difference, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("equal", difference.IsEmpty);
        WriteProperties(json, "configuration", difference.Configuration.Select(change => (change.Name, change.Before, change.After)));
        json.WriteStartArray("files");
        foreach (var change in difference.Files)
            Write(ChangeDetails.Explain(change), json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(ChangeDetails details, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("path", FileTree.Show(details.Change.Path.AsSpan()));
        json.WriteString("change", details.Change.Before is null ? "added" : details.Change.After is null ? "removed" : "changed");
        if (details.Offset is { } offset)
            json.WriteNumber("offset", offset);
        if (details.Section is not null)
            json.WriteString("section", details.Section);
        if (details.Change.Aspects.HasFlag(TreeAspects.Links))
            json.WriteBoolean("links", true);
        WriteProperties(json, "properties", details.Properties.Select(property => (property.Name, (string?)property.Before, (string?)property.After)));
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, string name, IEnumerable<(string Name, string? Before, string? After)> properties)
    {
        json.WriteStartArray(name);
        foreach (var property in properties)
        {
            json.WriteStartObject();
            json.WriteString("name", property.Name);
            json.WriteString("before", property.Before);
            json.WriteString("after", property.After);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using ImgRep.Files.Differences;

namespace ImgRep.Images;

/// <summary>One value of a configuration, null on the side that has none.</summary>
/// <param name="Name">The members that lead to it, as in <c>config.Labels.version</c>.</param>
public sealed record ConfigurationChange(string Name, string? Before, string? After)
{
    public override string ToString() => $"~ configuration {Name}: {Before ?? "none"} -> {After ?? "none"}";
}

/// <summary>In what two images differ.</summary>
public sealed record ImageDifference(ImmutableArray<ConfigurationChange> Configuration, ImmutableArray<TreeChange> Files)
{
    public bool IsEmpty => Configuration.IsEmpty && Files.IsEmpty;

    public int Count => Configuration.Length + Files.Length;

    /// <summary>Configurations and digests count if both sides have one. A digest is a difference only where nothing else is: then the
    /// same image was written in two ways.</summary>
    public static ImageDifference Between(ImageContent before, ImageContent after)
    {
        var configuration = before.Configuration is { } left && after.Configuration is { } right ? ConfigurationChanges(left, right) : [];
        var difference = new ImageDifference(configuration, [.. TreeDifference.Between(before.Tree, after.Tree)]);
        return difference.IsEmpty && before.Digest is { } first && after.Digest is { } second && first != second
            ? difference with { Configuration = [new ConfigurationChange("manifest", first.ToString(), second.ToString())] }
            : difference;
    }

    /// <summary>A line for each difference. Each line reads the file that it is about when it is asked for.</summary>
    public IEnumerable<string> Lines() => Configuration.Select(change => change.ToString()).Concat(Files.Select(change => ChangeDetails.Explain(change).ToString()));

    private static ImmutableArray<ConfigurationChange> ConfigurationChanges(ReadOnlyMemory<byte> left, ReadOnlyMemory<byte> right)
    {
        var (before, after) = (Flatten(left), Flatten(right));
        return [.. from name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
                   let change = new ConfigurationChange(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name))
                   where change.Before != change.After
                   select change];
    }

    /// <summary>Every value by the members that lead to it; those about the layers, which say what the trees say.</summary>
    private static Dictionary<string, string> Flatten(ReadOnlyMemory<byte> configuration)
    {
        using var json = JsonDocument.Parse(configuration);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in json.RootElement.EnumerateObject().Where(member => member.Name is not ("rootfs" or "history")))
            Flatten(member.Name, member.Value, values);
        return values;
    }

    private static void Flatten(string name, JsonElement value, Dictionary<string, string> values)
    {
        if (value.ValueKind == JsonValueKind.Object && value.EnumerateObject().Any())
        {
            foreach (var member in value.EnumerateObject())
                Flatten($"{name}.{member.Name}", member.Value, values);
        }
        else if (name != "config")
        {
            values[name] = value.GetRawText();
        }
    }
}

using System.Collections.Immutable;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;

namespace ImgRep.Images.Configuration;

/// <summary>Reads the configuration of any image (OCI image-spec 1.1, config.md; Docker's has the same members and some more).</summary>
internal static class ConfigurationReader
{
    public static ImageConfiguration Read(JsonInput json)
    {
        var layers = ReadDiffIds(json);
        return new ImageConfiguration(
            new Platform(json.Required("os").Text(), json.Required("architecture").Text(), NotEmpty(json.Member("variant")?.Text())),
            json.Object("config") is { } config ? ReadConfig(config) : StageConfig.Empty,
            layers);
    }

    public static ImmutableArray<Digest> ReadDiffIds(JsonInput json) => [.. json.Required("rootfs").Items("diff_ids").Select(id => id.Digest())];

    private static StageConfig ReadConfig(JsonInput json)
    {
        if (json.Items("OnBuild").Any())
            throw json.Rejected("it has OnBuild triggers, instructions that no Containerfile shows");
        return new StageConfig
        {
            Cmd = Words(json, "Cmd"),
            Entrypoint = Words(json, "Entrypoint"),
            Env = Variables(json),
            ExposedPorts = Names(json, "ExposedPorts"),
            Labels = json.Members("Labels").ToImmutableSortedDictionary(label => label.Key, label => label.Value.Text(), StringComparer.Ordinal),
            Shell = Words(json, "Shell"),
            StopSignal = NotEmpty(json.Member("StopSignal")?.Text()),
            User = NotEmpty(json.Member("User")?.Text()),
            Volumes = Names(json, "Volumes"),
            WorkingDirectory = WorkingDirectory(json.Member("WorkingDir")),
        };
    }

    private static ImmutableArray<string>? Words(JsonInput json, string name) =>
        json.Items(name).Select(word => word.Text()).ToImmutableArray() is { IsEmpty: false } words ? words : null;

    private static ImmutableSortedSet<string> Names(JsonInput json, string name) =>
        json.Members(name).Select(member => member.Key).ToImmutableSortedSet(StringComparer.Ordinal);

    private static ImmutableArray<KeyValuePair<string, string>> Variables(JsonInput json)
    {
        var variables = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var item in json.Items("Env"))
        {
            var text = item.Text();
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                throw item.Rejected("it is not NAME=VALUE");
            if (variables.Any(variable => variable.Key == text[..equals]))
                throw item.Rejected($"it sets {text[..equals]} again");
            variables.Add(new(text[..equals], text[(equals + 1)..]));
        }
        return variables.ToImmutable();
    }

    private static string? WorkingDirectory(JsonInput? json) =>
        NotEmpty(json?.Text()) is not { } path ? null : path[0] == '/' ? path : throw json!.Rejected("it is no absolute path");

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

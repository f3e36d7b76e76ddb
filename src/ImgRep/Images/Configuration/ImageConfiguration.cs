using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ImgRep.Containerfiles.Stages;
using ImgRep.Primitives;

namespace ImgRep.Images.Configuration;

/// <summary>The configuration blob of an image (OCI image-spec 1.1, config.md).</summary>
/// <param name="DiffIds">The digests of the uncompressed layers; one, if the image is canonical.</param>
public sealed record ImageConfiguration(Platform Platform, StageConfig Config, ImmutableArray<Digest> DiffIds)
{
    /// <summary>The canonical bytes: only what is set, an empty value counting as unset.</summary>
    /// <exception cref="System.Text.EncoderFallbackException">A value holds half a surrogate pair.</exception>
    public ImmutableArray<byte> ToJson()
    {
        var json = new JsonObject
        {
            ["architecture"] = Platform.Architecture,
            ["config"] = ConfigJson(),
            ["created"] = Epoch.Text,
            ["os"] = Platform.Os,
            ["rootfs"] = new JsonObject
            {
                ["diff_ids"] = Array(DiffIds.Select(id => id.ToString())),
                ["type"] = "layers",
            },
        };
        SetText(json, "variant", Platform.Variant);
        return CanonicalJson.Write(json);
    }

    /// <param name="document">What messages call it.</param>
    /// <exception cref="RejectedInputException">It is no image configuration, or says what a build cannot honour.</exception>
    public static ImageConfiguration Parse(ReadOnlyMemory<byte> json, string document) =>
        ConfigurationReader.Read(JsonInput.Parse(json, document));

    /// <summary>The digests of the uncompressed layers, of the configuration of an image that is only looked at: whatever else it says.</summary>
    /// <exception cref="RejectedInputException">It is no image configuration.</exception>
    public static ImmutableArray<Digest> ParseDiffIds(ReadOnlyMemory<byte> json, string document) =>
        ConfigurationReader.ReadDiffIds(JsonInput.Parse(json, document));

    private JsonObject ConfigJson()
    {
        var json = new JsonObject();
        SetArray(json, "Cmd", Config.Cmd);
        SetArray(json, "Entrypoint", Config.Entrypoint);
        SetArray(json, "Env", [.. Config.Env.Select(variable => $"{variable.Key}={variable.Value}")]);
        SetObject(json, "ExposedPorts", Config.ExposedPorts.Select(port => KeyValuePair.Create(port, (JsonNode?)new JsonObject())));
        SetObject(json, "Labels", Config.Labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        SetText(json, "StopSignal", Config.StopSignal);
        SetText(json, "User", Config.User);
        SetObject(json, "Volumes", Config.Volumes.Select(volume => KeyValuePair.Create(volume, (JsonNode?)new JsonObject())));
        SetText(json, "WorkingDir", Config.WorkingDirectory);
        return json;
    }

    private static JsonArray Array(IEnumerable<string> items) => [.. items.Select(item => (JsonNode?)item)];

    private static void SetText(JsonObject json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            json[name] = value;
    }

    private static void SetArray(JsonObject json, string name, ImmutableArray<string>? items)
    {
        if (items is { IsDefaultOrEmpty: false } set)
            json[name] = Array(set);
    }

    private static void SetObject(JsonObject json, string name, IEnumerable<KeyValuePair<string, JsonNode?>> members)
    {
        var set = new JsonObject(members);
        if (set.Count > 0)
            json[name] = set;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Inside;

/// <summary>Jobs and messages as JSON. Both ends are one program: no other version ever reads it.</summary>
[JsonSourceGenerationOptions(
    IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(DigestConverter), typeof(PackageNameConverter)])]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(Message))]
[JsonSerializable(typeof(StepAnswer))]
internal sealed partial class Wire : JsonSerializerContext;

internal sealed class DigestConverter : JsonConverter<Digest>
{
    public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Digest.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

internal sealed class PackageNameConverter : JsonConverter<PackageName>
{
    public override PackageName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => PackageName.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, PackageName value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

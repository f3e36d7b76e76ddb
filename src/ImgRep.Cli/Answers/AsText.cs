using System.Text.Json;
using System.Text.Json.Serialization;

namespace ImgRep.Cli.Answers;

/// <summary>Writes a value as the string that stands for it everywhere else.</summary>
internal sealed class AsText<T> : JsonConverter<T>
    where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("answers are only written");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}

using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImgRep.Images.Configuration;

/// <summary>JSON with one spelling for each value (RFC 8785): members sorted by UTF-16 units, no white space, and no escapes but those
/// that RFC 8259 demands: <c>\" \\ \b \t \n \f \r</c>, and <c>\u00xx</c> in lower case for other control characters.</summary>
internal static class CanonicalJson
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="value">Objects, arrays, strings, booleans and whole numbers below 2^53.</param>
    /// <exception cref="EncoderFallbackException">A string holds half a surrogate pair.</exception>
    public static ImmutableArray<byte> Write(JsonNode value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return [.. StrictUtf8.GetBytes(text.ToString())];
    }

    private static void Append(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject members:
                AppendJoined(text, '{', members.OrderBy(member => member.Key, StringComparer.Ordinal), AppendMember, '}');
                break;
            case JsonArray items:
                AppendJoined(text, '[', items, Append, ']');
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String:
                AppendString(text, scalar.GetValue<string>());
                break;
            case JsonValue scalar when scalar.GetValueKind() == JsonValueKind.Number:
                text.Append(scalar.ToJsonString());
                break;
            case JsonValue scalar when scalar.GetValueKind() is JsonValueKind.True or JsonValueKind.False:
                text.Append(scalar.GetValue<bool>() ? "true" : "false");
                break;
            default:
                throw new ArgumentException("there are no nulls", nameof(value));
        }
    }

    private static void AppendMember(StringBuilder text, KeyValuePair<string, JsonNode?> member)
    {
        AppendString(text, member.Key);
        text.Append(':');
        Append(text, member.Value);
    }

    private static void AppendJoined<T>(StringBuilder text, char open, IEnumerable<T> items, Action<StringBuilder, T> append, char close)
    {
        text.Append(open);
        var start = text.Length;
        foreach (var item in items)
        {
            if (text.Length > start)
                text.Append(',');
            append(text, item);
        }
        text.Append(close);
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var unit in value)
        {
            _ = unit switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append(@"\b"),
                '\t' => text.Append(@"\t"),
                '\n' => text.Append(@"\n"),
                '\f' => text.Append(@"\f"),
                '\r' => text.Append(@"\r"),
                < ' ' => text.Append($"\\u{(int)unit:x4}"),
                _ => text.Append(unit),
            };
        }
        text.Append('"');
    }
}

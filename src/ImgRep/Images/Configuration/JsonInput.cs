using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using ImgRep.Primitives;

namespace ImgRep.Images.Configuration;

/// <summary>A value in a JSON document that comes from outside. Whatever is not as asked for is rejected with its place.</summary>
/// <param name="Document">What messages call the document.</param>
/// <param name="Place">The way from the document's root, like <c>.config.Env[0]</c>.</param>
internal sealed record JsonInput(string Document, string Place, JsonElement Value)
{
    /// <summary>Bytes; no configuration and no manifest comes near it.</summary>
    public const int LargestDocument = 4 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <exception cref="RejectedInputException">The bytes are no JSON object, too many, or name a member twice.</exception>
    public static JsonInput Parse(ReadOnlyMemory<byte> bytes, string document) => Root(bytes, document).OfKind(JsonValueKind.Object);

    /// <summary>The items of a document that is an array.</summary>
    /// <inheritdoc cref="Parse"/>
    public static ImmutableArray<JsonInput> ParseItems(ReadOnlyMemory<byte> bytes, string document) =>
        [.. Items(Root(bytes, document).OfKind(JsonValueKind.Array))];

    private static JsonInput Root(ReadOnlyMemory<byte> bytes, string document)
    {
        if (bytes.Length > LargestDocument)
            throw Rejected(document, $"it has {bytes.Length} bytes, more than {LargestDocument}");
        if (!Utf8.IsValid(bytes.Span))
            throw Rejected(document, "it is not utf-8");
        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            return new JsonInput(document, "", json.RootElement.Clone());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Rejected(document, $"it is no JSON without duplicate members: {e.Message}");
        }
    }

    /// <summary>A member of this object, which it must be; null if the member is not there or JSON's null.</summary>
    /// <exception cref="RejectedInputException">Another member is the same to readers that do not look at case, as those in Go do.</exception>
    public JsonInput? Member(string name)
    {
        JsonInput? found = null;
        foreach (var member in OfKind(JsonValueKind.Object).Value.EnumerateObject())
        {
            var key = Checked(() => member.Name);
            if (key == name)
                found = member.Value.ValueKind == JsonValueKind.Null ? null : new JsonInput(Document, $"{Place}.{name}", member.Value);
            else if (Folded(key).Equals(name, StringComparison.OrdinalIgnoreCase))
                throw Rejected($"it has a member {key}, which some readers take for {name}");
        }
        return found;
    }

    /// <summary>With the two letters that Unicode folds to letters of ASCII.</summary>
    private static string Folded(string name) => name.Replace('\u017F', 's').Replace('\u212A', 'k');

    public JsonInput Required(string name) => Member(name) ?? throw Rejected($"it has no member {name}");

    public JsonInput? Object(string name) => Member(name)?.OfKind(JsonValueKind.Object);

    /// <summary>The items of an array member, none if it is not there.</summary>
    public IEnumerable<JsonInput> Items(string name) =>
        Member(name)?.OfKind(JsonValueKind.Array) is { } array
            ? Items(array)
            : [];

    private static IEnumerable<JsonInput> Items(JsonInput array) =>
        array.Value.EnumerateArray().Select((item, i) => new JsonInput(array.Document, $"{array.Place}[{i}]", item));

    /// <summary>The members of an object member, none if it is not there.</summary>
    public IEnumerable<KeyValuePair<string, JsonInput>> Members(string name) =>
        Object(name) is { } members
            ? members.Value.EnumerateObject().Select(member =>
            {
                var key = members.Checked(() => member.Name);
                return KeyValuePair.Create(key, new JsonInput(Document, $"{members.Place}.{key}", member.Value));
            })
            : [];

    public string Text() => OfKind(JsonValueKind.String).Checked(() => Value.GetString()!);

    public Digest Digest() => Primitives.Digest.TryParse(Text(), out var digest) ? digest : throw Rejected("it is no sha256 digest");

    /// <summary>A number of bytes.</summary>
    public long Size() =>
        OfKind(JsonValueKind.Number).Value.TryGetInt64(out var size) && size >= 0 ? size : throw Rejected("it is no size");

    public RejectedInputException Rejected(string message) => Rejected(Place.Length == 0 ? Document : $"{Document} at {Place}", message);

    private static RejectedInputException Rejected(string place, string message) =>
        new(Diagnostic.Error(SourceSpan.Whole(place), "image-json", message, "fetch the image anew, or write it with another tool"));

    private JsonInput OfKind(JsonValueKind kind) =>
        Value.ValueKind == kind ? this : throw Rejected($"it is {Value.ValueKind}, {kind} was expected".ToLowerInvariant());

    /// <summary>Text that is Unicode and can be an argument or a variable of a process, so without NUL.</summary>
    private string Checked(Func<string> read)
    {
        try
        {
            var text = read();
            return text.Contains('\0', StringComparison.Ordinal) ? throw Rejected("it holds a NUL") : text;
        }
        catch (InvalidOperationException)
        {
            throw Rejected("it holds half a surrogate pair");
        }
    }
}

using System.Text.Json;
using System.Text.Unicode;

namespace ImgRep.Trust.Signatures;

/// <summary>An object of signed JSON. What is missing, of another kind, twice or not asked for is refused by its place.</summary>
internal sealed class SignedJson
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private readonly JsonElement value;
    private readonly List<string> asked = [];

    private SignedJson(string place, JsonElement value) => (Place, this.value) = (place, value);

    public string Place { get; }

    /// <exception cref="MalformedSignatureException">The bytes are no JSON object in UTF-8, or name a member twice.</exception>
    public static SignedJson Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
            throw new MalformedSignatureException("the signed bytes are not utf-8");
        try
        {
            using var json = JsonDocument.Parse(bytes, Strict);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new SignedJson("signed JSON", json.RootElement.Clone())
                : throw new MalformedSignatureException("the signed bytes are no JSON object");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new MalformedSignatureException($"the signed bytes are no JSON without duplicate members: {e.Message.TrimEnd('.')}");
        }
    }

    public bool Has(string name) => value.TryGetProperty(name, out _);

    public SignedJson Object(string name) => Member(name, JsonValueKind.Object) is var member ? new SignedJson($"{Place}, {name}", member) : null!;

    public string Text(string name)
    {
        try
        {
            return Member(name, JsonValueKind.String).GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new MalformedSignatureException($"{Place}: {name} holds half a surrogate pair");
        }
    }

    public long Seconds(string name) =>
        Member(name, JsonValueKind.Number).TryGetInt64(out var seconds) ? seconds : throw new MalformedSignatureException($"{Place}: {name} is no whole number");

    /// <summary>To be called once all members were asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var member in value.EnumerateObject())
        {
            if (!asked.Exists(member.NameEquals))
                throw new MalformedSignatureException($"{Place}: there is an unknown member '{JsonEncodedText.Encode(member.Name)}', expected "
                    + $"{string.Join(", ", asked.Distinct())} alone");
        }
    }

    public MalformedSignatureException Wrong(string name, string got, string wanted) => new($"{Place}: {name} is '{got}', expected {wanted}");

    private JsonElement Member(string name, JsonValueKind kind)
    {
        asked.Add(name);
        if (!value.TryGetProperty(name, out var member))
            throw new MalformedSignatureException($"{Place}: {name} is missing");
        return member.ValueKind == kind ? member
            : throw new MalformedSignatureException($"{Place}: {name} is {member.ValueKind}, expected {kind}".ToLowerInvariant());
    }
}

using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ImgRep.Cli.Answers;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Tests.Cli;

/// <summary>A member of an answer's JSON, as its metadata has it.</summary>
/// <param name="Path">Like <c>packages[].name</c>.</param>
/// <param name="Type">Like <c>array of strings, or absent</c>.</param>
internal sealed record AnswerMember(string Path, string Type);

/// <summary>What an answer's JSON has in it.</summary>
internal static class AnswerShape
{
    /// <summary>Every member, each before what is in it.</summary>
    public static IEnumerable<AnswerMember> Members(Type type, string path = "")
    {
        if (IsMap(type))
            return [new AnswerMember($"{path}NAME", "string")];
        if (Element(type) is { } element)
            return Members(element, $"{path}[].");
        return Properties(type).SelectMany(property => MembersOf(property, path + property.Name));
    }

    /// <summary>The paths of all members of a document, each of which the type has, and none of which is missing that must be there.</summary>
    public static IEnumerable<string> Found(JsonElement json, Type type, string path = "")
    {
        if (IsMap(type))
        {
            json.EnumerateObject().ShouldAllBe(member => member.Value.ValueKind == JsonValueKind.String);
            return [$"{path}NAME"];
        }
        if (Element(type) is { } element)
            return [.. json.EnumerateArray().SelectMany(item => Found(item, element, path.Length == 0 ? "[]." : $"{path}[]."))];
        if (Describe(type) != "object")
        {
            Kinds(type).ShouldContain(json.ValueKind, path);
            return [];
        }
        var properties = Properties(type).ToList();
        json.EnumerateObject().Select(member => member.Name).ShouldBeSubsetOf(properties.Select(property => property.Name), path);
        return [.. properties.SelectMany(property => FoundIn(json, property, path))];
    }

    private static IEnumerable<string> FoundIn(JsonElement json, JsonPropertyInfo property, string path)
    {
        var place = path + property.Name;
        if (!json.TryGetProperty(property.Name, out var value))
        {
            Absence(property).ShouldBe(", or absent", place);
            return [];
        }
        if (value.ValueKind == JsonValueKind.Null)
        {
            Absence(property).ShouldBe(", or null", place);
            return [place];
        }
        return Found(value, property.PropertyType, Element(property.PropertyType) is null && Describe(property.PropertyType) == "object" ? $"{place}." : place).Prepend(place);
    }

    private static IEnumerable<AnswerMember> MembersOf(JsonPropertyInfo property, string path)
    {
        var inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var below = Element(inner) is { } element
            ? Describe(element) == "object" ? Members(element, $"{path}[].") : []
            : Describe(inner) == "object" ? Members(inner, $"{path}.") : [];
        return below.Prepend(new AnswerMember(path, Describe(inner) + Absence(property)));
    }

    private static IEnumerable<JsonPropertyInfo> Properties(Type type) =>
        AnswerJson.Default.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type)!.Properties.Where(property => property.Get is not null);

    private static string Absence(JsonPropertyInfo property)
    {
        var member = property.DeclaringType.GetProperties().Single(candidate => JsonNamingPolicy.CamelCase.ConvertName(candidate.Name) == property.Name);
        if (new NullabilityInfoContext().Create(member).ReadState != NullabilityState.Nullable)
            return "";
        return member.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition == JsonIgnoreCondition.Never ? ", or null" : ", or absent";
    }

    private static string Describe(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Element(type) is { } element)
            return $"array of {Plural(Describe(element))}";
        return Kinds(type) switch { [JsonValueKind.True, ..] => "boolean", [JsonValueKind.Number] => "number", [JsonValueKind.String] => "string", _ => "object" };
    }

    private static string Plural(string type) => type.StartsWith("array", StringComparison.Ordinal) ? $"arrays{type["array".Length..]}" : $"{type}s";

    private static JsonValueKind[] Kinds(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(bool))
            return [JsonValueKind.True, JsonValueKind.False];
        if (type == typeof(int) || type == typeof(long) || type == typeof(double))
            return [JsonValueKind.Number];
        return type == typeof(string) || type == typeof(Digest) || type == typeof(PackageName) || type == typeof(DateTimeOffset) ? [JsonValueKind.String] : [JsonValueKind.Object];
    }

    private static bool IsMap(Type type) => type.IsAssignableTo(typeof(IDictionary));

    /// <summary>What an array has in it; null if the type is none.</summary>
    private static Type? Element(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) || IsMap(type) ? null
            : type.GetInterfaces().Append(type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
    }
}

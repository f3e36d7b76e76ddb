using System.Text.Json.Serialization;
using ImgRep.Host.Keys;

namespace ImgRep.Cli.Answers;

/// <summary>Keys and who holds them; for people, a line for each key below its holder.</summary>
internal sealed record KeysAnswer(IEnumerable<ShownKey> Keys) : IAnswer
{
    public static KeysAnswer From(IEnumerable<HeldKey> keys) => new(keys.Select(ShownKey.From));

    public IEnumerable<string> Lines() => Keys.GroupBy(key => key.Holder()).SelectMany(held => held.Select(key => key.Line()).Prepend(held.Key));
}

/// <param name="Key">A fingerprint, or <c>TYPE BASE64</c> of an SSH key.</param>
/// <param name="Affiliation">The organisation, as people read it.</param>
/// <param name="UserId">What the key itself says whose it is; empty where it says nothing.</param>
internal sealed record ShownKey(
    string Person, string Name, string Organisation, IEnumerable<string> Roles, string Key, string State,
    [property: JsonIgnore] string Affiliation, [property: JsonIgnore] string UserId)
{
    public static ShownKey From(HeldKey held) => new(
        held.Person.Id, held.Person.Name, held.Person.Organisation.Name, held.Person.Roles.Select(Trust.People.Roles.NameOf), held.Key.ToString(), held.State,
        held.Person.Organisation.ToString(), held.Facts?.UserId ?? "");

    public string Holder() => $"{Person}: {Name}, {Affiliation} ({string.Join(", ", Roles)})";

    public string Line() => $"    {Key}  {State}{(UserId.Length > 0 ? $"  {UserId}" : "")}";
}

using System.Text;
using ImgRep.Host.Keys;
using ImgRep.Primitives;
using ImgRep.Trust.OpenPgp;

namespace ImgRep.Tests.Trust;

/// <summary>What the files of <c>keys/</c> say together.</summary>
public class KeyFolderTests
{
    private static readonly Fingerprint Alice = PolicyTests.KeyOf("alice");
    private static readonly Fingerprint Mallory = PolicyTests.KeyOf("mallory");
    private static readonly Fingerprint Shared = PolicyTests.KeyOf("shared");

    [Fact]
    public void A_key_stands_in_one_file() => Mistakes(People, Key(Alice, Shared), Key(Mallory)).ShouldBeEmpty();

    [Fact]
    public void Whoever_has_the_key_of_another_below_their_own_has_to_let_go_of_it()
    {
        string[] expected = [$"keys/{Mallory}.asc: error: the key {Alice.Hex[24..]} in it stands in keys/{Alice}.asc too (a key belongs to one person, in one "
            + "file: export it without what is not its holder's)"];
        Mistakes(People, Key(Alice), Key(Mallory, Alice)).ShouldBe(expected);
        Mistakes(People, Key(Mallory, Alice), Key(Alice)).ShouldBe(expected);
    }

    [Fact]
    public void A_subkey_belongs_to_one_key() =>
        Mistakes(People, Key(Alice, Shared), Key(Mallory, Shared)).ShouldHaveSingleItem().ShouldContain($"the key {Shared.Hex[24..]} in it stands in keys/");

    [Fact]
    public void Who_holds_a_key_is_not_asked_of_a_list_of_people_that_cannot_be_read()
    {
        foreach (var broken in (string[])["people:\n\tx\n", People.Replace("ci", "king", StringComparison.Ordinal), People + "persons: x\n"])
            Mistakes(broken, Key(Alice), Key(Mallory)).ShouldAllBe(mistake => mistake.StartsWith("keys/people.yaml:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_of_people_that_is_not_utf_8_names_the_place() =>
        Mistakes([.. "people:\n  \u00fc"u8, 0xFC, .. ":\n"u8]).ShouldBe(["keys/people.yaml:2:4: error: the byte 0xFC is no part of UTF-8 here (save the file as UTF-8)"]);

    private static string People { get; } =
        $"people:\n  alice:\n    name: A\n    organisation: one\n    roles: [ci]\n    keys:\n      - fingerprint: {Alice}\n"
        + $"  mallory:\n    name: M\n    organisation: two\n    roles: [ci]\n    keys:\n      - fingerprint: {Mallory}\n";

    private static PublicKey Key(Fingerprint primary, params Fingerprint[] subkeys) =>
        new(primary, new byte[1], [primary.Hex[24..], .. subkeys.Select(key => key.Hex[24..])]);

    private static List<string> Mistakes(string people, params PublicKey[] keys) => Mistakes(Encoding.UTF8.GetBytes(people), keys);

    private static List<string> Mistakes(byte[] people, params PublicKey[] keys)
    {
        var files = keys.ToDictionary(key => $"{key.Fingerprint}.asc", StringComparer.Ordinal);
        var diagnostics = new List<Diagnostic>();
        KeyFolder.Read(people, "", files.Keys.Append("people.yaml"), name => (files[name], ""), diagnostics);
        return [.. diagnostics.Select(diagnostic => diagnostic.ToString())];
    }
}

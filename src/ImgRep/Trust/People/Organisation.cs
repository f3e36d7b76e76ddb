using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ImgRep.Trust.People;

/// <summary>Who pays or hosts people. Two of them are the same if a reviewer could take one name for the other: capitals, accents, blanks and
/// punctuation make no difference, nor do signs that look alike. Letters other than Latin ones are refused, because which of them look
/// alike is a table of thousands that changes every year (docs/decisions/organisations-look-alike.md).</summary>
public sealed class Organisation : IEquatable<Organisation>
{
    /// <summary>Letters of Latin-1 and Latin Extended-A, below what they are without their accents.</summary>
    private static readonly FrozenDictionary<char, string> Accented = new (string Plain, string Letters)[]
    {
        ("a", "àáâãäåāăą"), ("ae", "æ"), ("c", "çćĉċč"), ("d", "ďđð"), ("e", "èéêëēĕėęě"), ("g", "ĝğġģ"), ("h", "ĥħ"), ("i", "ìíîïĩīĭįıİ"), ("ij", "ĳ"),
        ("j", "ĵ"), ("k", "ķĸ"), ("l", "ĺļľŀł"), ("n", "ñńņňŉŋ"), ("o", "òóôõöøōŏő"), ("oe", "œ"), ("r", "ŕŗř"), ("s", "śŝşšșſ"), ("ss", "ßẞ"), ("t", "ţťŧț"),
        ("th", "þ"), ("u", "ùúûüũūŭůűų"), ("w", "ŵ"), ("y", "ýÿŷ"), ("z", "źżž"),
    }.SelectMany(row => row.Letters.Select(letter => KeyValuePair.Create(letter, row.Plain))).ToFrozenDictionary();

    private readonly string skeleton;

    private Organisation(string name, string skeleton) => (Name, this.skeleton) = (name, skeleton);

    /// <summary>As it was written.</summary>
    public string Name { get; }

    /// <param name="problem">Why it is no name of an organisation.</param>
    public static bool TryParse(string name, [NotNullWhen(true)] out Organisation? organisation, out string problem)
    {
        organisation = null;
        problem = "";
        var skeleton = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant().EnumerateRunes())
        {
            if (letter.IsAscii && (char.IsAsciiLetterOrDigit((char)letter.Value) || letter.Value == '|'))
                skeleton.Append((char)letter.Value);
            else if (letter.IsBmp && Accented.TryGetValue((char)letter.Value, out var plain))
                skeleton.Append(plain);
            else if (letter.Value is < ' ' or > '~')
                problem = $"'{name}' has a character that no organisation's name may have, U+{letter.Value:X4}";
        }
        if (problem.Length == 0 && skeleton.Length == 0)
            problem = $"'{name}' names no organisation";
        if (problem.Length == 0)
            organisation = new Organisation(name, LookAlikes(skeleton).ToString());
        return organisation is not null;
    }

    public static Organisation Parse(string name) => TryParse(name, out var organisation, out var problem) ? organisation : throw new FormatException(problem);

    public bool Equals(Organisation? other) => other is not null && skeleton == other.skeleton;

    public override bool Equals(object? obj) => Equals(obj as Organisation);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(skeleton);

    public override string ToString() => Name;

    /// <summary>Those that Unicode TS 39 (confusables.txt) has among the letters and digits of ASCII.</summary>
    private static StringBuilder LookAlikes(StringBuilder text) => text.Replace('i', 'l').Replace('1', 'l').Replace('|', 'l').Replace('0', 'o').Replace("rn", "m");
}

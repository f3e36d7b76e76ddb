using System.Globalization;
using System.Text;
using ImgRep.Primitives;

namespace ImgRep.Building;

/// <summary>Makes a key of named values, in the order in which they are added. Two different sequences never give the same text:
/// each value is preceded by its length.</summary>
public sealed class KeyBuilder(string purpose)
{
    private readonly StringBuilder text = new StringBuilder(purpose).Append('\n');

    public KeyBuilder Add(string name, string? value)
    {
        text.Append(CultureInfo.InvariantCulture, $"{name} {value?.Length ?? -1} {value}\n");
        return this;
    }

    public KeyBuilder Add(string name, Digest digest) => Add(name, digest.ToString());

    public KeyBuilder Add(string name, IEnumerable<string> values) => values.Aggregate(Add(name, "list"), (key, value) => key.Add("-", value));

    public KeyBuilder Add(string name, IEnumerable<KeyValuePair<string, string>> pairs) =>
        pairs.Aggregate(Add(name, "map"), (key, pair) => key.Add("-", pair.Key).Add("=", pair.Value));

    public Digest ToKey() => Digest.Compute(Encoding.UTF8.GetBytes(text.ToString()));
}

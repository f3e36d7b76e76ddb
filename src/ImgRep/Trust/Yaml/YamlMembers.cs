using System.Collections.Immutable;
using System.Globalization;
using ImgRep.Primitives;

namespace ImgRep.Trust.Yaml;

/// <summary>Reads a mapping member by member; what is missing, misspelt or of another kind becomes a diagnostic with its place.</summary>
internal sealed class YamlMembers(YamlNode node, string rule, ICollection<Diagnostic> diagnostics)
{
    private readonly Dictionary<string, YamlMember> members =
        (node as YamlMapping)?.Members.ToDictionary(member => member.Key.Text, StringComparer.Ordinal) ?? [];

    private readonly List<string> known = [];

    public SourceSpan Span => node.Span;

    public void Error(SourceSpan span, string message, string? hint = null) => diagnostics.Add(Diagnostic.Error(span, rule, message, hint));

    public YamlNode? Node(string key)
    {
        known.Add(key);
        return members.GetValueOrDefault(key)?.Value;
    }

    public YamlScalar? Scalar(string key)
    {
        if (Node(key) is not { } value)
            return null;
        if (value is YamlScalar scalar)
            return scalar;
        Error(value.Span, $"'{key}' is no single value", "write it on the line of its key");
        return null;
    }

    /// <summary>A scalar that no reader takes for something else than text.</summary>
    public YamlScalar? Text(string key) => Scalar(key) is { } scalar && IsText(scalar) ? scalar : null;

    public YamlScalar? Required(string key, string hint)
    {
        if (Node(key) is null)
            Error(Span, $"'{key}' is missing", hint);
        return Text(key);
    }

    /// <summary>A whole number from 0 on; the default if the key is missing.</summary>
    public int Number(string key, int missing = 0) => OptionalNumber(key) ?? missing;

    /// <summary>A whole number from 0 on; null if the key is missing.</summary>
    public int? OptionalNumber(string key)
    {
        if (Scalar(key) is not { } scalar)
            return null;
        // To many readers, a zero before it makes it octal.
        if ((scalar.Text is not ['0', _, ..]) && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Error(scalar.Span, $"'{scalar.Text}' is no number of {key}", "write a whole number");
        return null;
    }

    /// <summary>A day, which means its start in UTC, or a moment of it.</summary>
    public DateTimeOffset? Date(string key)
    {
        if (Scalar(key) is not { } scalar)
            return null;
        if (DateTimeOffset.TryParseExact(scalar.Text, ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var date))
        {
            return date;
        }
        Error(scalar.Span, $"'{scalar.Text}' is no date", "write YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SSZ");
        return null;
    }

    /// <summary>The scalars of a sequence.</summary>
    public ImmutableArray<YamlScalar> Words(string key)
    {
        var value = Node(key);
        if (value is YamlSequence sequence)
        {
            foreach (var item in sequence.Items.Where(item => item is not YamlScalar))
                Error(item.Span, $"an item of '{key}' is no single value");
            return [.. sequence.Items.OfType<YamlScalar>().Where(IsText)];
        }
        if (value is not null)
            Error(value.Span, $"'{key}' is no list", $"write {key}: [ONE, ANOTHER]");
        return [];
    }

    /// <summary>The items of a sequence, or the members of a mapping, each of which has members.</summary>
    public IEnumerable<YamlNode> Items(string key)
    {
        switch (Node(key))
        {
            case YamlSequence sequence:
                return sequence.Items;
            case null:
                return [];
            case var other:
                Error(other.Span, $"'{key}' is no list", "begin each item with a dash");
                return [];
        }
    }

    /// <summary>The members of a member that is a mapping.</summary>
    public IEnumerable<YamlMember> Mapping(string key)
    {
        switch (Node(key))
        {
            case YamlMapping mapping:
                return mapping.Members;
            case null:
                return [];
            case var other:
                Error(other.Span, $"'{key}' is no mapping", "write members below it, indented");
                return [];
        }
    }

    private bool IsText(YamlScalar scalar)
    {
        if (scalar.IsQuoted || YamlTypes.IsText(scalar.Text))
            return true;
        Error(scalar.Span, $"'{scalar.Text}' is {YamlTypes.NoText}", "put it into quotes");
        return false;
    }

    /// <summary>To be called once all keys were asked for.</summary>
    public void RefuseOthers()
    {
        if (node is not YamlMapping)
            Error(node.Span, "a mapping was expected here", "write members, each a key, a colon and a value");
        foreach (var (key, member) in members.Where(member => !known.Contains(member.Key)))
        {
            var nearest = NearestName.Find(key, known);
            Error(member.Key.Span, $"there is no key '{key}' here", nearest is null ? $"the keys are {string.Join(", ", known)}" : $"did you mean '{nearest}'?");
        }
    }
}

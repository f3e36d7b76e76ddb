using System.Collections.Immutable;
using ImgRep.Containerfiles.Catalogue;
using ImgRep.Containerfiles.Syntax;
using ImgRep.Primitives;

namespace ImgRep.Containerfiles.Instructions;

/// <summary>The options of a <c>--mount</c> before variables are expanded: <c>KEY=VALUE</c> or <c>KEY</c>, as fields of CSV (RFC 4180).</summary>
internal sealed record MountText(SourceSpan Span, ImmutableArray<MountText.Option> Options)
{
    private static readonly string[] Keys =
    [
        "type", "from", "source", "src", "target", "dst", "destination", "readonly", "ro", "readwrite", "rw", "required", "size", "id",
        "sharing", "mode", "uid", "gid", "env",
    ];

    private static readonly string[] KeysWithoutValue = ["readonly", "ro", "readwrite", "rw", "required"];

    /// <param name="Key">Lower case.</param>
    /// <param name="Value">Null if there is no equals sign.</param>
    public readonly record struct Option(string Key, string? Value);

    public static MountText? Parse(InstructionText text, string value, SyntaxFlag flag)
    {
        if (SplitFields(value) is not { } fields)
        {
            text.Report(flag.Start, flag.Length, Rules.MountOptions, "the options of --mount are not well quoted", "write --mount=type=bind,target=/FOLDER");
            return null;
        }
        var options = fields.Select(ParseOption).ToImmutableArray();
        var wrong = options.Select(Check).FirstOrDefault(problem => problem is not null);
        if (wrong is not var (message, hint))
            return new MountText(text.Syntax.Text.SpanAt(flag.Start, flag.Length), options);
        text.Report(flag.Start, flag.Length, Rules.MountOptions, message, hint);
        return null;
    }

    /// <summary>The mount without its variables expanded: its type and where it is from, which hold none.</summary>
    public Mount AsWritten()
    {
        var type = Value("type")?.ToLowerInvariant();
        return new Mount(
            MountReader.Types.GetValueOrDefault(type ?? "bind", MountType.Bind),
            Value("target") ?? Value("dst") ?? Value("destination") ?? "",
            Value("from"),
            Value("source") ?? Value("src"))
        {
            Span = Span,
        };
    }

    private string? Value(string key) => Options.LastOrDefault(option => option.Key == key).Value is { Length: > 0 } value ? value : null;

    private static Option ParseOption(string field)
    {
        var equals = field.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new Option(field.ToLowerInvariant(), null) : new Option(field[..equals].ToLowerInvariant(), field[(equals + 1)..]);
    }

    private static (string Message, string Hint)? Check(Option option)
    {
        if (!Keys.Contains(option.Key))
            return ($"--mount has no option '{option.Key}'", NearestName.Find(option.Key, Keys) is { } nearest ? $"did you mean {nearest}?"
                : $"it knows {string.Join(", ", Keys)}");
        if (option.Value is null && !KeysWithoutValue.Contains(option.Key))
            return ($"the option '{option.Key}' of --mount has no value", $"write {option.Key}=VALUE");
        var dollar = option.Key == "from" ? option.Value!.IndexOf('$', StringComparison.Ordinal) : -1;
        if (dollar >= 0 && dollar + 1 < option.Value!.Length)
            return ("the option 'from' of --mount cannot hold a variable", "name a stage: FROM ${IMAGE} AS base, then from=base");
        return null;
    }

    private static List<string>? SplitFields(string value)
    {
        var fields = new List<string>();
        for (var at = 0; at <= value.Length; at++)
        {
            if (ReadField(value, ref at) is not { } field)
                return null;
            fields.Add(field);
        }
        return value.Length > 0 ? fields : null;
    }

    private static string? ReadField(string value, ref int at)
    {
        var start = at;
        if (at >= value.Length || value[at] != '"')
        {
            at = value.IndexOf(',', start) is >= 0 and var comma ? comma : value.Length;
            return value.AsSpan(start, at - start).Contains('"') ? null : value[start..at];
        }
        for (at++; at < value.Length; at++)
        {
            if (value[at] != '"')
                continue;
            if (at + 1 < value.Length && value[at + 1] == '"')
                at++;
            else
                break;
        }
        var end = at++;
        var closed = end < value.Length && (at >= value.Length || value[at] == ',');
        return closed ? value[(start + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal) : null;
    }
}

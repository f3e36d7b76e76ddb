using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ImgRep.Cli.Options;

/// <summary>Numbers of bytes on the command line, as in <c>500M</c> or <c>20G</c>: units are powers of 1024.</summary>
internal static class ByteCount
{
    private const string Units = "KMGT";

    public static Option<long?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = Read,
    };

    private static long? Read(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Parse(text) is { } bytes)
            return bytes;
        result.AddError($"'{text}' is no size: write a number and K, M, G or T");
        return null;
    }

    private static long? Parse(string text)
    {
        var unit = text.Length > 0 ? Units.IndexOf(char.ToUpperInvariant(text[^1]), StringComparison.Ordinal) + 1 : 0;
        return long.TryParse(unit > 0 ? text[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue >> (10 * unit)
            ? number << (10 * unit)
            : null;
    }
}

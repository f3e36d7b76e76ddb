using ImgRep.Files.Patterns;
using ImgRep.Primitives;

namespace ImgRep.Files.Copying;

/// <summary>Turns what is malformed in the words of COPY and ADD into diagnostics.</summary>
internal static class Options
{
    public static PatternSet Patterns(IEnumerable<string> patterns, SourceSpan span, string option) =>
        Read(() => PatternSet.Parse(patterns), span, option);

    public static Glob Glob(string pattern, SourceSpan span) => Read(() => Files.Patterns.Glob.Parse(pattern), span, "the source");

    public static ModeChange Mode(string mode, SourceSpan span) => Read(() => ModeChange.Parse(mode), span, "--chmod");

    private static T Read<T>(Func<T> parse, SourceSpan span, string where)
    {
        try
        {
            return parse();
        }
        catch (FormatException e)
        {
            throw new RejectedInputException(Diagnostic.Error(span, "malformed-option", $"in {where}: {e.Message}", Hint(where)));
        }
    }

    private static string Hint(string where) => where == "--chmod"
        ? "write an octal number up to 7777, or clauses like 'u=rwX,go=rX'"
        : "write \\[ for a bracket that is part of a name";
}

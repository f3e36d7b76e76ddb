using System.Collections.Immutable;
using System.Globalization;

namespace ImgRep.Files.Copying;

/// <summary>What <c>--chmod</c> does to a mode: an octal number, or clauses as chmod(1) has them, applied without a umask.</summary>
public sealed class ModeChange
{
    private static readonly int Execute = Modes.Octal("111");
    private static readonly int SetUser = Modes.Octal("4000");
    private static readonly int SetGroup = Modes.Octal("2000");
    private static readonly int Sticky = Modes.Octal("1000");

    private readonly int? absolute;
    private readonly ImmutableArray<Clause> clauses = [];

    private ModeChange(int absolute) => this.absolute = absolute;

    private ModeChange(ImmutableArray<Clause> clauses) => this.clauses = clauses;

    /// <param name="Who">The bits that are spoken of, set-id bits with them.</param>
    /// <param name="Bits">Those named by letters, for all classes of users.</param>
    /// <param name="Copied">Classes whose bits are taken over: <c>u</c>, <c>g</c>, <c>o</c>.</param>
    private sealed record Clause(int Who, char Operator, int Bits, bool ExecuteIfAny, string Copied);

    /// <exception cref="FormatException">It is neither octal up to 7777 nor symbolic.</exception>
    public static ModeChange Parse(string text)
    {
        if (text.Length > 0 && char.IsAsciiDigit(text[0]))
            return new ModeChange(ParseOctal(text));
        var clauses = ImmutableArray.CreateBuilder<Clause>();
        foreach (var part in text.Split(','))
            ParseClauses(part, text, clauses);
        return new ModeChange(clauses.ToImmutable());
    }

    /// <param name="mode">0 to 07777.</param>
    public int Apply(int mode, bool isDirectory)
    {
        if (absolute is { } value)
            return value;
        var original = mode;
        foreach (var clause in clauses)
            mode = Apply(clause, mode, isDirectory || (original & Execute) != 0);
        return mode;
    }

    private static int Apply(Clause clause, int mode, bool isExecutable)
    {
        var bits = clause.Bits | (clause.ExecuteIfAny && isExecutable ? Execute : 0);
        foreach (var source in clause.Copied)
            bits |= ((mode >> (source == 'u' ? 6 : source == 'g' ? 3 : 0)) & 7) * Execute;
        bits &= clause.Who | Sticky;
        return clause.Operator switch
        {
            '+' => mode | bits,
            '-' => mode & ~bits,
            _ => (mode & ~(clause.Who | (clause.Bits & Sticky))) | bits,
        };
    }

    private static int ParseOctal(string text)
    {
        var value = 0;
        foreach (var digit in text)
        {
            value = digit is >= '0' and <= '7' ? (value * 8) + digit - '0' : Modes.All + 1;
            if (value > Modes.All)
                throw new FormatException($"invalid mode '{text}': octal numbers go from 0 to 7777");
        }
        return value;
    }

    private static void ParseClauses(string part, string text, ImmutableArray<Clause>.Builder clauses)
    {
        var start = 0;
        var who = 0;
        while (start < part.Length && "ugoa".Contains(part[start]))
            who |= Class(part[start++]);
        if (start == part.Length)
            throw new FormatException($"invalid mode '{text}': '{part}' has no +, - or =");
        while (start < part.Length)
        {
            var end = part.AsSpan(start + 1).IndexOfAny("+-=") is var next and >= 0 ? start + 1 + next : part.Length;
            clauses.Add(ParseClause(who, part[start], part[(start + 1)..end], text));
            start = end;
        }
    }

    private static Clause ParseClause(int who, char action, string letters, string text)
    {
        if (!"+-=".Contains(action))
            throw new FormatException($"invalid mode '{text}': expected +, - or = instead of '{action}'");
        var bits = 0;
        var isOthersOnly = who == Class('o');
        foreach (var letter in letters)
            bits |= letter is 'u' or 'g' or 'o' or 'X' ? 0 : Permission(letter, isOthersOnly, text);
        var copied = string.Concat(letters.Where("ugo".Contains));
        return new Clause(who == 0 ? Class('a') : who, action, bits, letters.Contains('X'), copied);
    }

    private static int Class(char letter) => letter switch
    {
        'u' => SetUser | Modes.Octal("700"),
        'g' => SetGroup | Modes.Octal("070"),
        'o' => Modes.Octal("007"),
        _ => SetUser | SetGroup | Modes.Permissions,
    };

    private static int Permission(char letter, bool isOthersOnly, string text) => letter switch
    {
        'r' => 4 * Execute,
        'w' => 2 * Execute,
        'x' => Execute,
        's' => isOthersOnly ? 0 : SetUser | SetGroup,
        't' => isOthersOnly ? 0 : Sticky,
        _ => throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"invalid mode '{text}': unknown letter '{letter}'")),
    };
}

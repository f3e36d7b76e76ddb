using System.Collections.Immutable;

namespace ImgRep.Containerfiles.Checks.Shell;

/// <summary>The words behind a program's name, told apart.</summary>
/// <param name="Options">Each with its dashes, and its value if it has one; letters behind one dash are an option each.</param>
internal sealed record CommandArguments(ImmutableArray<KeyValuePair<string, string?>> Options, ImmutableArray<string> Operands)
{
    /// <summary>The first operand: what the program is to do, if it is one that does several things.</summary>
    public string Verb => Operands.IsEmpty ? "" : Operands[0];

    public bool Has(string option) => Options.Any(given => given.Key == option);

    public IEnumerable<string> ValuesOf(string option) => Options.Where(given => given.Key == option).Select(given => given.Value ?? "");
}

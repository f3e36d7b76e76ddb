using System.Text.RegularExpressions;

namespace ImgRep.Tests.Architecture;

public partial class ModeTests
{
    /// <summary>Whoever audits permissions reads 755, not 1ED.</summary>
    [Fact]
    public void No_mode_is_written_in_hexadecimal()
    {
        Hexadecimal().IsMatch("new Metadata(0x1ED)").ShouldBeTrue();
        Hexadecimal().IsMatch("status.Mode & 0xFFF").ShouldBeTrue();
        Hexadecimal().IsMatch("Umask = 0x12").ShouldBeTrue();
        SourceFile.All.Where(file => !file.Name.EndsWith("Posix/NodeType.cs", StringComparison.Ordinal))
            .SelectMany(file => Hexadecimal().Matches(file.Text).Select(match => $"{file.Name} has {match.Value.Trim()}"))
            .ShouldBeEmpty();
    }

    /// <summary>Numbers that are modes people use, and any number in the company of a word for one.</summary>
    [GeneratedRegex(@"\b0x(1ED|1FF|FFF|180|1C0|1A4|3FF|1B6|1B0)\b"
        + @"|\b(Metadata\(|\w*[mM]ode\b[^;\n""]*?|[uU]mask\b[^;\n]*?|ChangeMode\([^;\n]*?|MakeDirectory\w*\([^;\n]*?|MakeNode\([^;\n]*?)\b0x[0-9A-Fa-f]+")]
    private static partial Regex Hexadecimal();
}

using System.Buffers;
using System.Text;

namespace ImgRep.Containerfiles.Syntax;

/// <summary>The two kinds of white space of the language.</summary>
internal static class Blanks
{
    /// <summary>What separates words.</summary>
    public static readonly SearchValues<char> Values = SearchValues.Create("\t\v\f\r ");

    /// <summary>Where the first character that is not white space (Unicode's White_Space) stands in UTF-8 text.</summary>
    public static int LeadingLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length)
        {
            if (text[length] is (byte)' ' or (>= 9 and <= 13))
                length++;
            else if (text[length] < 0x80)
                break;
            else if (Rune.DecodeFromUtf8(text[length..], out var rune, out var consumed) == OperationStatus.Done && Rune.IsWhiteSpace(rune))
                length += consumed;
            else
                break;
        }
        return length;
    }
}

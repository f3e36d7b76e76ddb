using System.Buffers;
using System.Text.Unicode;

namespace ImgRep.Primitives;

/// <summary>The text of files that must mean the same to every reader: what is not UTF-8, each reader mends in its own way.</summary>
public static class StrictText
{
    /// <param name="diagnostics">Takes the place of the first wrong byte.</param>
    /// <returns>Null if there is one.</returns>
    public static string? Decode(string file, ReadOnlySpan<byte> bytes, ICollection<Diagnostic> diagnostics)
    {
        var characters = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, characters, out var read, out var written, replaceInvalidSequences: false);
        var text = characters.AsSpan(0, written);
        if (status == OperationStatus.Done)
            return text.ToString();
        diagnostics.Add(Diagnostic.Error(
            new SourceSpan(file, text.Count('\n') + 1, written - text.LastIndexOf('\n'), 1), "utf-8", $"the byte 0x{bytes[read]:X2} is no part of UTF-8 here",
            "save the file as UTF-8"));
        return null;
    }
}

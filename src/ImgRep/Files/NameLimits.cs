using ImgRep.Primitives;

namespace ImgRep.Files;

/// <summary>How long names and paths may be: what every file system of Linux can hold, and every unpacker can make.</summary>
public static class NameLimits
{
    /// <summary>Bytes of one name (NAME_MAX).</summary>
    public const int Name = 255;

    /// <summary>Bytes of a path from the root, the first slash included (PATH_MAX without the final NUL); of a link's target too.</summary>
    public const int Path = 4095;

    /// <summary>Refuses what no file system could hold at a path.</summary>
    /// <param name="span">The instruction that would put it there.</param>
    /// <exception cref="RejectedInputException">A name, or the whole path, is too long.</exception>
    public static void Check(ReadOnlySpan<FileName> path, SourceSpan span)
    {
        var length = 0;
        foreach (var name in path)
        {
            length += 1 + name.Bytes.Length;
            if (name.Bytes.Length > Name)
                throw Rejected(span, "name-too-long", $"the name '{Shortened($"{name}")}' has {name.Bytes.Length} bytes", Name);
        }
        if (length > Path)
            throw Rejected(span, "path-too-long", $"the path '{Shortened(FileTree.Show(path))}' has {length} bytes", Path);
    }

    private static RejectedInputException Rejected(SourceSpan span, string rule, string message, int limit) =>
        new(Diagnostic.Error(span, rule, message, $"Linux takes {limit}"));

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..40] + "..." + text[^10..];
}

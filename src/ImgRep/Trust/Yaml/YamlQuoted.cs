namespace ImgRep.Trust.Yaml;

/// <summary>Writes text so that every reader of YAML takes it for just that: without quotes, some word is a truth value, a number or a comment.</summary>
public static class YamlQuoted
{
    /// <param name="text">On one line.</param>
    public static string Print(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

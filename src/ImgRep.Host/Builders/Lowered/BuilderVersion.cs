using System.Text.RegularExpressions;

namespace ImgRep.Host.Builders.Lowered;

/// <summary>The versions of builders, and which of them are new enough.</summary>
internal static partial class BuilderVersion
{
    /// <param name="answer">What the builder says of itself.</param>
    /// <param name="oldest">The first version that can build what is lowered.</param>
    public static string Require(string builder, string answer, Version oldest)
    {
        var text = Number().Match(answer).Value;
        if (!Version.TryParse(text, out var version))
            throw new EnvironmentException("use", builder, $"its version '{answer}' is not a number", $"install {builder} {oldest} or newer");
        return version >= oldest
            ? $"{builder} {text}"
            : throw new EnvironmentException("use", $"{builder} {text}", $"it is older than {oldest}", $"install {builder} {oldest} or newer");
    }

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex Number();
}

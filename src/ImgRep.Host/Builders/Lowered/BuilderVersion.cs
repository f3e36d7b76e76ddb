using System.Text.RegularExpressions;
using ImgRep.Host.Store;

namespace ImgRep.Host.Builders.Lowered;

/// <summary>The versions of builders, and which of them are new enough.</summary>
internal static partial class BuilderVersion
{
    /// <param name="answer">What the builder says of itself.</param>
    /// <param name="oldest">The first version that can build what is lowered.</param>
    public static BuilderIdentity Require(string builder, string answer, Version oldest)
    {
        var version = Find(answer)
            ?? throw new EnvironmentException("use", builder, $"its version '{answer}' is not a number", $"install {builder} {oldest} or newer");
        return version >= oldest
            ? new BuilderIdentity(builder, $"{version}")
            : throw new EnvironmentException("use", $"{builder} {version}", $"it is older than {oldest}", $"install {builder} {oldest} or newer");
    }

    /// <summary>The first version in an answer; null if there is none.</summary>
    public static Version? Find(string answer) => Version.TryParse(Number().Match(answer).Value, out var version) ? version : null;

    [GeneratedRegex(@"\d+\.\d+(\.\d+)?")]
    private static partial Regex Number();
}

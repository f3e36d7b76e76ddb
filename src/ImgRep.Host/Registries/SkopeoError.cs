using System.Text.RegularExpressions;

namespace ImgRep.Host.Registries;

/// <summary>What skopeo prints when it fails, as a message and a hint.</summary>
internal static partial class SkopeoError
{
    public static EnvironmentException Explain(string operation, string image, string errors)
    {
        var line = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "skopeo says nothing";
        var message = Fatal().Match(line) is { Success: true } fatal ? Escaped().Replace(fatal.Groups[1].Value, "$1") : line;
        return new EnvironmentException(operation, image, $"skopeo says: {message.Trim()}", HintOf(message));
    }

    private static string HintOf(string message) => message switch
    {
        _ when Has(message, "unauthorized") || Has(message, "authentication required")
            || Has(message, "denied") => "skopeo login REGISTRY, or name a file with credentials: --authfile",
        _ when Has(message, "x509") || Has(message, "certificate") => "name a folder with the registry's authority: --cert-dir",
        _ when Has(message, "manifest unknown") || Has(message, "not found") || Has(message, "name unknown") => "the registry does not have this image: push it first",
        _ when Has(message, "server gave HTTP response") => "registries are reached by HTTPS only",
        _ => "try again later: what is there already is not copied again",
    };

    private static bool Has(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""level=fatal msg="((?:[^"\\]|\\.)*)"$""")]
    private static partial Regex Fatal();

    /// <summary>Quotes and backslashes are shown as they are; what else skopeo escapes may be anything, and stays escaped.</summary>
    [GeneratedRegex("""\\(["\\])""")]
    private static partial Regex Escaped();
}

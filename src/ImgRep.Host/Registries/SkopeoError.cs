using System.Text.RegularExpressions;

namespace ImgRep.Host.Registries;

/// <summary>What skopeo prints when it fails, as a message and a hint.</summary>
internal static partial class SkopeoError
{
    public static EnvironmentException Explain(string operation, string image, string errors)
    {
        var line = errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "skopeo says nothing";
        var message = Fatal().Match(line) is { Success: true } fatal ? Escaped().Replace(fatal.Groups[1].Value, "$1") : line;
        var problem = Recognize(message);
        return new EnvironmentException(operation, image, $"skopeo says: {message.Trim()}", HintOf(problem)) { IsAbsence = problem == RegistryProblem.Absent };
    }

    /// <summary>Skopeo has one exit code for all of them: only its words tell them apart.</summary>
    private static RegistryProblem Recognize(string message) => message switch
    {
        _ when Has(message, "unauthorized") || Has(message, "authentication required") || Has(message, "denied") => RegistryProblem.Unauthorized,
        _ when Has(message, "x509") || Has(message, "certificate") => RegistryProblem.Certificate,
        _ when Has(message, "manifest unknown") || Has(message, "not found") || Has(message, "name unknown") => RegistryProblem.Absent,
        _ when Has(message, "server gave HTTP response") => RegistryProblem.WithoutTls,
        _ => RegistryProblem.Other,
    };

    private static string HintOf(RegistryProblem problem) => problem switch
    {
        RegistryProblem.Unauthorized => "skopeo login REGISTRY, or name a file with credentials: --authfile",
        RegistryProblem.Certificate => "name a folder with the registry's authority: --cert-dir",
        RegistryProblem.Absent => "the registry does not have this image: push it first",
        RegistryProblem.WithoutTls => "registries are reached by HTTPS only",
        _ => "try again later: what is there already is not copied again",
    };

    private static bool Has(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("""level=fatal msg="((?:[^"\\]|\\.)*)"$""")]
    private static partial Regex Fatal();

    /// <summary>Quotes and backslashes are shown as they are; what else skopeo escapes may be anything, and stays escaped.</summary>
    [GeneratedRegex("""\\(["\\])""")]
    private static partial Regex Escaped();
}

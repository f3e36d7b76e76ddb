using ImgRep.Host.Store;

namespace ImgRep.Host.Builders.Lowered;

/// <summary>Whether a step or the machine is to blame for a build that failed, as far as what a builder printed tells.</summary>
internal static class BuilderVerdict
{
    private const int LastLines = 40;

    /// <param name="stepFailed">What the builder prints if a step ended with an exit code.</param>
    public static Exception Explain(BuilderIdentity identity, int code, BuildLog log, params string[] stepFailed)
    {
        var builder = identity.ToString();
        var lines = log.LastLines(LastLines);
        if (lines.Any(line => line.Contains("no space left on device", StringComparison.OrdinalIgnoreCase)))
            return new EnvironmentException("build with", builder, "no space is left where it keeps what it builds", "make room there");
        var reason = lines.LastOrDefault(line => stepFailed.Any(words => line.Contains(words, StringComparison.Ordinal)));
        if (reason is not null)
            return new BuilderFailedException(builder, reason.Trim());
        var last = lines.LastOrDefault(line => line.Trim().Length > 0);
        return new EnvironmentException("build with", builder, $"it ended with code {code}{(last is null ? "" : $": {last.Trim()}")}", "see the log");
    }
}

namespace ImgRep.Host.Registries;

/// <summary>Where something comes from, as a registry is told. It is printed: printable ASCII, not too long.</summary>
internal static class Origin
{
    private const string JobVariable = "IMGREP_JOB";

    /// <summary>Whose build it is, on which machine.</summary>
    public static string Who => Plain($"{Environment.UserName}@{Environment.MachineName}");

    /// <summary>The job of an engine that it is a part of; null for none.</summary>
    public static string? Job => Environment.GetEnvironmentVariable(JobVariable) is { Length: > 0 } job ? Plain(job) : null;

    private static string Plain(string text) => new([.. text.Where(c => c is > ' ' and <= '~').Take(120)]);
}

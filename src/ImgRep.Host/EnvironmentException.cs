namespace ImgRep.Host;

/// <summary>The environment failed: no space, no sandbox, a source that cannot be reached. The command ends with exit code 4.</summary>
/// <param name="operation">What was being done, as in <c>mount overlay</c>.</param>
/// <param name="subject">To what: a path, an address, a program.</param>
/// <param name="reason">Why it failed.</param>
/// <param name="hint">What the user can do about it.</param>
public sealed class EnvironmentException(string operation, string subject, string reason, string? hint = null, Exception? inner = null)
    : Exception($"{operation} {subject}: {reason}", inner)
{
    public string Operation { get; } = operation;

    public string Subject { get; } = subject;

    public string Reason { get; } = reason;

    public string? Hint { get; } = hint;
}

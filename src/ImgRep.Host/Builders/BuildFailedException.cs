namespace ImgRep.Host.Builders;

/// <summary>A package did not build. Those who watch the build know already which one and why.</summary>
/// <param name="isEnvironment">Whether the machine is to blame, and not what was to be built.</param>
public sealed class BuildFailedException(string message, bool isEnvironment) : Exception(message)
{
    public bool IsEnvironment { get; } = isEnvironment;
}

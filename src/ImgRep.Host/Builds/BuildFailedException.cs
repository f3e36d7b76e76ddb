namespace ImgRep.Host.Builds;

/// <summary>A package did not build. Those who watch the build know already which one and why.</summary>
/// <param name="cause">A <see cref="Builders.Embedded.RunFailedException"/>, a <see cref="Builders.Lowered.BuilderFailedException"/>, a <see cref="Primitives.RejectedInputException"/> or an
/// <see cref="EnvironmentException"/>.</param>
public sealed class BuildFailedException(Exception cause) : Exception(cause.Message, cause)
{
    /// <summary>Whether the machine is to blame, and not what was to be built.</summary>
    public bool IsEnvironment => InnerException is EnvironmentException;
}

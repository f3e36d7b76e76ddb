namespace ImgRep.Host.Builders.Lowered;

/// <summary>A builder says that a step of the package failed; what the step printed is in the log.</summary>
public sealed class BuilderFailedException(string builder, string reason) : Exception($"{builder}: {reason}");

namespace ImgRep.Primitives;

/// <summary>What an input can be at odds with.</summary>
/// <param name="Name">Short, in kebab case.</param>
/// <param name="Severity">What breaking it is, unless a diagnostic says otherwise.</param>
/// <param name="Finds">One sentence; empty for the errors of a format, whose messages say it all.</param>
public sealed record Rule(string Name, Severity Severity, string Finds = "");

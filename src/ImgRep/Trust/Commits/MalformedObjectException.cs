namespace ImgRep.Trust.Commits;

/// <summary>An object of git that is not in the one form that git writes. The message says why.</summary>
public sealed class MalformedObjectException(string message) : Exception(message);

namespace ImgRep.Sources;

/// <summary>A key or signature file of minisign or signify is not what it should be.</summary>
/// <param name="message">Lower case, no final period.</param>
public sealed class MalformedEd25519Exception(string message) : Exception(message);

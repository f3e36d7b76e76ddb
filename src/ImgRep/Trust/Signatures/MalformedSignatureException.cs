namespace ImgRep.Trust.Signatures;

/// <summary>Signed bytes that are not in the format that they should have. The message says where and why.</summary>
public sealed class MalformedSignatureException(string message) : Exception(message);

namespace ImgRep.Trust.OpenPgp;

/// <summary>Bytes that are no OpenPGP data of the one shape that was expected. The message says what they are instead.</summary>
public sealed class MalformedOpenPgpException(string message) : Exception(message);

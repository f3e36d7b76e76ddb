namespace ImgRep.Trust.Ssh;

/// <summary>Bytes that are no SSH key or signature of the one shape that was expected. The message says what they are instead.</summary>
public sealed class MalformedSshException(string message) : Exception(message);

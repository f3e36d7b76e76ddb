namespace ImgRep.Host.Git.Objects;

/// <summary>A repository of somebody else's does not give what was asked for, or gives what nobody should take.</summary>
/// <param name="reason">Lower case, no final period.</param>
public sealed class RepositoryException(string reason, Exception? inner = null) : Exception(reason, inner);

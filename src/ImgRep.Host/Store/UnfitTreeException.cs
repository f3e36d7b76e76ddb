namespace ImgRep.Host.Store;

/// <summary>A tree holds something that no image can, or that a build cannot make. What made the tree is to blame, not the machine.</summary>
public sealed class UnfitTreeException(string message) : Exception(message);

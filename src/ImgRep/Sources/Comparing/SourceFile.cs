using ImgRep.Primitives;

namespace ImgRep.Sources.Comparing;

/// <summary>A file of a source or of a tree: what two of them are compared by.</summary>
/// <param name="Digest">Of its bytes, or of a symbolic link's target.</param>
/// <param name="IsBinary">Whether a byte zero is among its first <see cref="Beginning"/>, where somebody looked.</param>
public readonly record struct SourceFile(Digest Digest, bool IsLink, bool IsExecutable, bool IsBinary = false)
{
    /// <summary>How many bytes git looks at to tell text from other files.</summary>
    public const int Beginning = 8000;
}

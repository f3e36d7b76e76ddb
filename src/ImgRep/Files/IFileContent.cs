using ImgRep.Primitives;

namespace ImgRep.Files;

/// <summary>The bytes of one regular file, wherever they lie. Immutable: every <see cref="Open"/> gives the same bytes, or fails.</summary>
public interface IFileContent
{
    /// <summary>Length in bytes.</summary>
    long Length { get; }

    /// <summary>SHA-256 of the bytes. May read the whole file the first time it is asked; is then remembered.</summary>
    Digest Digest { get; }

    /// <summary>A new stream over all bytes from the first; the caller disposes it. Content that may have changed since it was
    /// hashed (a context file) is verified while it is read and throws an <see cref="IOException"/> that names it.</summary>
    Stream Open();
}

using System.Text;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Checkouts;

/// <summary>Reads files of a tree that nobody needs to have looked at: no link is followed, and nothing but a regular file is opened. Paths are
/// relative to the tree.</summary>
public static class CheckoutFile
{
    /// <summary>The bytes, or in <paramref name="problem"/> why there are none.</summary>
    public static byte[]? Read(Checkout tree, string path, long largest, out string problem)
    {
        try
        {
            var (folder, name) = CheckoutWalk.Split(path);
            using var open = CheckoutWalk.TryOpen(tree, folder);
            problem = "it is missing";
            return open is null ? null : Read(open, name, largest, out _, out problem);
        }
        catch (RejectedInputException rejected)
        {
            var entry = rejected.Diagnostics[0];
            problem = $"{entry.Span}: {entry.Message}";
        }
        catch (EnvironmentException change) when (change.Errno is Libc.ENOENT or Libc.ELOOP)
        {
            problem = "it went while it was read";
        }
        return null;
    }

    /// <summary>The bytes; null if there is nothing.</summary>
    /// <exception cref="RejectedInputException">There is something else than a file.</exception>
    /// <exception cref="EnvironmentException">It cannot be read, or is too large.</exception>
    public static byte[]? TryRead(Checkout tree, string path, long largest = SmallFile.MaximumLength)
    {
        try
        {
            var (folder, name) = CheckoutWalk.Split(path);
            using var open = CheckoutWalk.TryOpen(tree, folder);
            return open is null ? null : TryRead(open, name, path, largest);
        }
        catch (EnvironmentException failure) when (failure.Errno != 0)
        {
            throw EnvironmentException.OfErrno("read", path, failure.Errno, failure);
        }
    }

    /// <inheritdoc cref="TryRead(Checkout, string, long)"/>
    /// <param name="path">What messages call it.</param>
    internal static byte[]? TryRead(OpenFolder folder, string name, string path, long largest = SmallFile.MaximumLength)
    {
        try
        {
            var bytes = Read(folder, name, largest, out var type, out var problem);
            return (bytes, type) switch
            {
                (null, null) => null,
                (null, EntryType.File) => throw new EnvironmentException("read", path, problem),
                (null, { } other) => throw CheckoutWalk.Refuse(path, other, "file"),
                _ => bytes,
            };
        }
        catch (EnvironmentException failure) when (failure.Errno != 0)
        {
            throw EnvironmentException.OfErrno("read", path, failure.Errno, failure);
        }
    }

    /// <inheritdoc cref="TryRead(Checkout, string, long)"/>
    public static string? TryReadText(Checkout tree, string path, long largest = SmallFile.MaximumLength) =>
        TryRead(tree, path, largest) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <inheritdoc cref="TryRead(Checkout, string, long)"/>
    /// <exception cref="EnvironmentException">There is none.</exception>
    public static byte[] MustRead(Checkout tree, string path) => TryRead(tree, path) ?? throw Missing(path);

    internal static EnvironmentException Missing(string path) => new("read", path, "it is missing");

    /// <summary>What lies in a folder, sorted; nothing where there is no folder, or a link in its place.</summary>
    public static IReadOnlyList<(string Name, EntryType Type)> List(Checkout tree, string folder)
    {
        try
        {
            return ListFolder(tree, folder);
        }
        catch (RejectedInputException)
        {
            return [];
        }
    }

    /// <inheritdoc cref="List(Checkout, string)"/>
    /// <exception cref="RejectedInputException">There is something else than a folder.</exception>
    /// <exception cref="EnvironmentException">It cannot be read.</exception>
    public static IReadOnlyList<(string Name, EntryType Type)> ListFolder(Checkout tree, string folder)
    {
        try
        {
            using var open = CheckoutWalk.TryOpen(tree, folder);
            return open is null ? [] : List(open, folder);
        }
        catch (EnvironmentException failure) when (failure.Errno != 0)
        {
            throw EnvironmentException.OfErrno("list", folder, failure.Errno, failure);
        }
    }

    /// <inheritdoc cref="List(Checkout, string)"/>
    /// <param name="path">What messages call it.</param>
    internal static IReadOnlyList<(string Name, EntryType Type)> List(OpenFolder folder, string path)
    {
        try
        {
            return [.. folder.List().Select(name => name.ToString()).Select(name => (Name: name, folder.TryStatus(name)?.Type))
                .Where(entry => entry.Type is not null).Select(entry => (entry.Name, entry.Type!.Value)).OrderBy(entry => entry.Name, StringComparer.Ordinal)];
        }
        catch (EnvironmentException failure) when (failure.Errno != 0)
        {
            throw EnvironmentException.OfErrno("list", path, failure.Errno, failure);
        }
    }

    /// <summary>What there is; null for nothing.</summary>
    /// <exception cref="RejectedInputException">Something else than a folder stands on the way.</exception>
    public static EntryType? TypeOf(Checkout tree, string path)
    {
        var (folder, name) = CheckoutWalk.Split(path);
        using var open = CheckoutWalk.TryOpen(tree, folder);
        return open?.TryStatus(name)?.Type;
    }

    private static byte[]? Read(OpenFolder folder, string name, long largest, out EntryType? type, out string problem)
    {
        var status = folder.TryStatus(name);
        type = status?.Type;
        problem = status is not { } found ? "it is missing"
            : found.Type != EntryType.File ? CheckoutWalk.ProblemOf(found.Type, "file")
            : found.Size > largest ? $"it has {found.Size} bytes, more than {largest}" : "";
        return problem.Length > 0 ? null : ReadAll(folder, name, largest, out problem);
    }

    private static byte[]? ReadAll(OpenFolder folder, string name, long largest, out string problem)
    {
        using var file = folder.OpenFile(name);
        problem = file is null ? "it is no file any more" : "";
        if (file is null)
            return null;
        var bytes = new byte[Math.Min(file.Length, largest)];
        if (file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && file.ReadByte() < 0)
            return bytes;
        problem = "its length changes while it is read";
        return null;
    }
}

using System.Text;
using ImgRep.Host.Posix;
using ImgRep.Primitives;

namespace ImgRep.Host.Store;

/// <summary>A small file that notices its own damage: its bytes, then a last line <c>sha256:HEX</c> over them. Written to a temporary
/// name and renamed; one that a power cut left half written is known by its seal, as is any other damage.</summary>
internal static class SealedFile
{
    private const int SealLength = 7 + 64 + 1;

    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        while (!TryWrite($"{path}.{Guid.NewGuid():n}", path, bytes))
        {
            // Another process is removing what lies there, and took the file for something that was left.
        }
    }

    private static bool TryWrite(string temporary, string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            using (var file = Disk.Create(temporary))
            {
                file.Write(bytes);
                file.Write(Encoding.ASCII.GetBytes(Digest.Compute(bytes) + "\n"));
            }
            return TryMove(temporary, path);
        }
        catch
        {
            Disk.TryDelete(temporary);
            throw;
        }
    }

    private static bool TryMove(string temporary, string path)
    {
        try
        {
            Disk.Move(temporary, path);
            return true;
        }
        catch (EnvironmentException missing) when (missing.Errno == Libc.ENOENT)
        {
            return false;
        }
    }

    /// <summary>The bytes; null if there is no such file, or if it is damaged, which <paramref name="damaged"/> then says.</summary>
    public static byte[]? Read(string path, out bool damaged)
    {
        damaged = false;
        if (Disk.TryReadBytes(path) is not { } file)
            return null;
        damaged = true;
        if (file.Length < SealLength)
            return null;
        var bytes = file.AsSpan(0, file.Length - SealLength);
        damaged = !file.AsSpan(bytes.Length).SequenceEqual(Encoding.ASCII.GetBytes(Digest.Compute(bytes) + "\n"));
        return damaged ? null : bytes.ToArray();
    }
}

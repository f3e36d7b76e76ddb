using System.Text;
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
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Write(Encoding.ASCII.GetBytes(Digest.Of(bytes) + "\n"));
        }
        try
        {
            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>The bytes; null if there is no such file, or if it is damaged, which <paramref name="damaged"/> then says.</summary>
    public static byte[]? Read(string path, out bool damaged)
    {
        damaged = false;
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        damaged = true;
        if (file.Length < SealLength)
            return null;
        var bytes = file.AsSpan(0, file.Length - SealLength);
        damaged = !file.AsSpan(bytes.Length).SequenceEqual(Encoding.ASCII.GetBytes(Digest.Of(bytes) + "\n"));
        return damaged ? null : bytes.ToArray();
    }
}

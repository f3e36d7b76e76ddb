using System.Security.Cryptography;
using System.Text;

namespace ImgRep.Trust.Commits;

/// <summary>The name of an object of git: 40 hexadecimal digits (SHA-1) or 64 (SHA-256), in small letters. Always the whole of it: an
/// abbreviation can be made to mean something else.</summary>
public static class ObjectId
{
    public static bool IsId(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Whether bytes are the object of that name.</summary>
    /// <param name="type">Like <c>commit</c>.</param>
#pragma warning disable CA5350 // The names of git's objects, where they are SHA-1. Git itself refuses what is known of collisions.
    public static bool IsOf(string id, string type, ReadOnlySpan<byte> bytes)
    {
        using var hash = IncrementalHash.CreateHash(id.Length == 40 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes($"{type} {bytes.Length}\0"));
        hash.AppendData(bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == id;
    }
#pragma warning restore CA5350
}

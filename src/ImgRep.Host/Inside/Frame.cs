using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ImgRep.Host.Inside;

/// <summary>A value in a stream: how many bytes it has, in four bytes, the lowest first, then the value as JSON.</summary>
internal static class Frame
{
    private const int Header = 4;

    public static byte[] Print<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, type);
        var frame = new byte[Header + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, json.Length);
        json.CopyTo(frame, Header);
        return frame;
    }

    /// <returns>Null at the end of the stream.</returns>
    /// <exception cref="InvalidDataException">It is no such value, or ends within one.</exception>
    public static T? Read<T>(Stream stream, JsonTypeInfo<T> type) where T : class
    {
        var header = new byte[Header];
        var count = stream.ReadAtLeast(header, Header, throwOnEndOfStream: false);
        if (count == 0)
            return null;
        if (count < Header || BinaryPrimitives.ReadInt32LittleEndian(header) is var length && (length <= 0 || length > Array.MaxLength))
            throw new InvalidDataException("a frame of no length");
        var json = ReadExactly(stream, BinaryPrimitives.ReadInt32LittleEndian(header));
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new InvalidDataException("nothing in a frame");
        }
        catch (Exception malformed) when (malformed is JsonException or NotSupportedException or FormatException)
        {
            throw new InvalidDataException(malformed.Message, malformed);
        }
    }

    /// <summary>What the header promises is not believed before it is there.</summary>
    private static ReadOnlySpan<byte> ReadExactly(Stream stream, int length)
    {
        using var json = new MemoryStream();
        var buffer = new byte[Math.Min(length, 1 << 16)];
        while (json.Length < length)
        {
            var count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, length - json.Length));
            if (count == 0)
                throw new InvalidDataException("a frame that ends early");
            json.Write(buffer, 0, count);
        }
        return json.GetBuffer().AsSpan(0, length);
    }
}

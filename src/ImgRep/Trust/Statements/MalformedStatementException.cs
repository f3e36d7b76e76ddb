using System.Text.Json;

namespace ImgRep.Trust.Statements;

/// <summary>A statement is not what it must be; the message says in what.</summary>
public sealed class MalformedStatementException(string message) : Exception(message)
{
    /// <summary>Reads JSON of which nothing is known.</summary>
    /// <param name="what">What it is then, like <c>no DSSE envelope</c>.</param>
    internal static T Name<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        // What .NET throws where a member is missing, or of another kind, or no text, or no base64.
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException)
        {
            throw new MalformedStatementException($"it is {what}");
        }
    }
}

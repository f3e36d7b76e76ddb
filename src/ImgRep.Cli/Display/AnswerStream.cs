using ImgRep.Host.Posix;

namespace ImgRep.Cli.Display;

/// <summary>Standard output. A reader that has gone is no failure, as it is none for other tools: what it does not want is lost.</summary>
/// <exception cref="Host.EnvironmentException">It is closed, or what is behind it is full.</exception>
internal sealed class AnswerStream : OutputStream
{
    private Stream? inner;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            (inner ??= Console.OpenStandardOutput()).Write(bytes);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            throw SystemFailure.Explain("write to", "standard output", failure);
        }
    }
}

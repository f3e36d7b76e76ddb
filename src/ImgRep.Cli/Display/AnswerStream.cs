using ImgRep.Host.Posix;

namespace ImgRep.Cli.Display;

/// <summary>Standard output. A reader that has gone is no failure, as it is none for other tools: what it does not want is lost.
/// Nothing is drawn over any more once the answer comes.</summary>
/// <exception cref="Host.EnvironmentException">It is closed, or what is behind it is full.</exception>
internal sealed class AnswerStream : OutputStream
{
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        Terminal.Screen.Close();
        try
        {
            _ = StandardDescriptor.Write(StandardDescriptor.Output, bytes);
        }
        catch (IOException failure)
        {
            throw SystemFailure.Explain("write to", "standard output", failure);
        }
    }
}

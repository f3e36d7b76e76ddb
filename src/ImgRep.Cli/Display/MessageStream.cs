using ImgRep.Host.Posix;

namespace ImgRep.Cli.Display;

/// <summary>Standard error, which may be closed or full: what it does not take is lost, for there is nobody else to tell.</summary>
internal sealed class MessageStream : OutputStream
{
    public override void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _ = StandardDescriptor.Write(StandardDescriptor.Error, bytes);
        }
        catch (IOException)
        {
            // Lost.
        }
    }
}

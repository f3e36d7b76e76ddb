using ImgRep.Host.Posix;

namespace ImgRep.Cli.Display;

/// <summary>Standard error, which may be closed or full: what it does not take is lost, for there is nobody else to tell.</summary>
internal sealed class MessageStream : OutputStream
{
    private readonly Stream? inner = TryOpen();

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            inner?.Write(bytes);
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            // Lost.
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner?.Dispose();
        base.Dispose(disposing);
    }

    private static Stream? TryOpen()
    {
        try
        {
            return Console.OpenStandardError();
        }
        catch (Exception failure) when (SystemFailure.Is(failure))
        {
            return null;
        }
    }
}

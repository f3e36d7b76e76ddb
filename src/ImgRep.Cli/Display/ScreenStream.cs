namespace ImgRep.Cli.Display;

/// <summary>What stays on a screen, as a stream.</summary>
internal sealed class ScreenStream(Screen screen) : OutputStream
{
    public override void Write(ReadOnlySpan<byte> bytes) => screen.Write(bytes);
}

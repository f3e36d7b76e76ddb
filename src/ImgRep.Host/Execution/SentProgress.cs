using ImgRep.Building;
using ImgRep.Host.Inside;

namespace ImgRep.Host.Execution;

/// <summary>Sends events to the process outside, from any thread, each whole.</summary>
internal sealed class SentProgress(Stream stream) : IProgress<BuildEvent>
{
    private readonly Lock sending = new();

    public void Report(BuildEvent value) => Send(new Progress(value));

    public void Send(Message message)
    {
        var frame = Frame.Print(message, Wire.Default.Message);
        lock (sending)
            stream.Write(frame);
    }
}

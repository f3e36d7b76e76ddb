using System.Diagnostics;
using ImgRep.Host.Posix;

namespace ImgRep.Host.Registries;

/// <summary>Ends a process that neither reads nor writes any more: one that waits for a registry which does not answer.</summary>
internal sealed class StallWatch : IDisposable
{
    private readonly Process process;
    private readonly Timer timer;
    private string? last;

    public StallWatch(Process process, TimeSpan patience)
    {
        this.process = process;
        timer = new Timer(_ => Look(), null, patience, patience);
    }

    public bool HasStalled { get; private set; }

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        try
        {
            var moved = Disk.TryReadText($"/proc/{process.Id}/io");
            if (moved is not null && moved == last)
            {
                HasStalled = true;
                process.Kill();
            }
            last = moved;
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }
    }
}

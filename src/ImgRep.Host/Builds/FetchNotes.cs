using ImgRep.Building;
using ImgRep.Host.Sources;

namespace ImgRep.Host.Builds;

/// <summary>Tells the watchers of a command, once for each, which source is being fetched from where, and how far it is.</summary>
public sealed class FetchNotes(IProgress<BuildEvent> progress) : IProgress<FetchProgress>
{
    private readonly HashSet<string> said = [];

    public void Report(FetchProgress value)
    {
        if (!value.HasEnded && IsNew(value))
            progress.Report(new Note($"fetching {value.Request.FileName} from {value.Place}"));
        progress.Report(new Activity(value.Request.FileName, ActivityUnit.Bytes, value.Received, value.Total) { HasEnded = value.HasEnded });
    }

    private bool IsNew(FetchProgress value)
    {
        lock (said)
            return said.Add($"{value.Request.Digest} {value.Place}");
    }
}

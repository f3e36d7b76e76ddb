using ImgRep.Building;
using ImgRep.Host.Sources;

namespace ImgRep.Host.Builds;

/// <summary>Tells the watchers of a build, once for each, which source is being fetched from where.</summary>
public sealed class FetchNotes(IProgress<BuildEvent> progress) : IProgress<FetchProgress>
{
    private readonly HashSet<string> said = [];

    public void Report(FetchProgress value)
    {
        lock (said)
        {
            if (!said.Add($"{value.Request.Digest} {value.Place}"))
                return;
        }
        progress.Report(new Note($"fetching {value.Request.FileName} from {value.Place}"));
    }
}

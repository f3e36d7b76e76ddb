using System.Globalization;
using ImgRep.Containerfiles;

namespace ImgRep.Building.Lowering;

/// <summary>Names for stages, each given once: builders do not agree on what a second stage with the same name means.</summary>
internal sealed class StageNaming(Containerfile file)
{
    private readonly HashSet<string> given = [.. file.Stages.Select(stage => stage.Name).OfType<string>()];
    private readonly HashSet<string> taken = [];

    public string NameOf(Stage stage)
    {
        var name = stage.Name ?? string.Create(CultureInfo.InvariantCulture, $"stage-{stage.Index}");
        return taken.Add(name) ? name : New($"{name}-{stage.Index}");
    }

    /// <summary>A name for a stage that the Containerfile does not have.</summary>
    public string New(string wanted)
    {
        var name = wanted;
        for (var number = 2; given.Contains(name) || !taken.Add(name); number++)
            name = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{number}");
        return name;
    }
}

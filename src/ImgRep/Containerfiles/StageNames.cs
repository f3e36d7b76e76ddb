using System.Collections.Immutable;

namespace ImgRep.Containerfiles;

/// <summary>The stages of a file by name; several stages may share one.</summary>
internal sealed class StageNames
{
    private readonly Dictionary<string, List<int>> indexes = new(StringComparer.Ordinal);

    public StageNames(ImmutableArray<Stage> stages)
    {
        foreach (var stage in stages)
        {
            if (stage.Name is null)
                continue;
            if (!indexes.TryGetValue(stage.Name, out var same))
                indexes[stage.Name] = same = [];
            same.Add(stage.Index);
        }
    }

    /// <param name="name">Lower case.</param>
    public int? LastBefore(string name, int end)
    {
        if (!indexes.TryGetValue(name, out var same))
            return null;
        var position = same.BinarySearch(end);
        position = position < 0 ? ~position : position;
        return position > 0 ? same[position - 1] : null;
    }
}

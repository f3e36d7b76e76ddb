using ImgRep.Host.Posix;
using ImgRep.Sources;

namespace ImgRep.Host.Vouching;

/// <summary>A verified index of a suite's sources.</summary>
/// <param name="text">The path of its unpacked text, which this process made.</param>
public sealed class SuiteIndex(string name, DateTimeOffset date, string text)
{
    public string Name => name;

    /// <summary>When the archive made it.</summary>
    public DateTimeOffset Date => date;

    public IEnumerable<IndexedSource> Read()
    {
        using var file = Disk.Open(text);
        foreach (var source in IndexedSource.Read(file))
            yield return source;
    }
}

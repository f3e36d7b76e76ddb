namespace ImgRep.Host.Store;

/// <summary>A file of the store is not what was put there. Whoever catches it discards the file, says so and builds it anew.</summary>
public sealed class DamagedStoreException(string path) : Exception($"{path} in the store is damaged")
{
    public string Path { get; } = path;
}

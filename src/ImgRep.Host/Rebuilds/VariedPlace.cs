using ImgRep.Building;
using ImgRep.Host.Plans;
using ImgRep.Host.Posix;
using ImgRep.Host.Store;

namespace ImgRep.Host.Rebuilds;

/// <summary>Where a package is rebuilt under variations. What an interrupted rebuild left there is kept: one under the same variations and on the same
/// images and sources goes on with the steps that they share, and any other of that package removes it.</summary>
internal sealed class VariedPlace
{
    private readonly string root;
    private readonly string key;

    /// <param name="names">The variations.</param>
    public VariedPlace(ContentStore store, PlannedBuild package, IReadOnlySet<string> names)
    {
        root = Path.Combine(store.Root, StoreGarbage.VariedFolder, package.Name);
        var recipes = package.Routes.Select(route => route.Recipe!).ToList();
        key = new KeyBuilder("varied")
            .Add("variations", names.Order(StringComparer.Ordinal))
            .Add("images", recipes.SelectMany(recipe => recipe.Images).Select(image => KeyValuePair.Create(image.Key, image.Value.ToString())))
            .Add("sources", recipes.SelectMany(recipe => recipe.Sources).Select(source => source.ToString()))
            .ToKey().Hex;
        Prepared = Path.Combine(root, names.Contains("path") ? "quite another place" : "store");
        VariedDisk = names.Contains("order") ? new VariedDisk(Path.Combine(root, names.Contains("path") ? "quite another disk" : "disk")) : null;
    }

    /// <summary>A store with what the package needs.</summary>
    public string Prepared { get; }

    /// <summary>The file system on which a copy of <see cref="Prepared"/> is used; null if that itself is.</summary>
    public VariedDisk? VariedDisk { get; }

    /// <summary>The store that the rebuild uses.</summary>
    public string Used => VariedDisk?.Store ?? Prepared;

    /// <summary>Whether an interrupted rebuild left something to go on with.</summary>
    public bool IsBegun => Disk.IsFile(KeyFile) && Disk.ReadText(KeyFile) == key;

    /// <summary>Whether something is there, of this rebuild or of another.</summary>
    public bool Exists => Disk.IsFolder(root);

    private string KeyFile => Path.Combine(root, "key");

    public void Begin()
    {
        Disk.MakeFolder(VariedDisk?.Mountpoint ?? root);
        Disk.WriteText(KeyFile, key);
    }

    /// <summary>All stores there are, of whatever rebuild.</summary>
    public IEnumerable<string> Stores() => Disk.Folders(root).Where(folder => Disk.IsFile(Path.Combine(folder, ContentStore.VariedMarker)));

    public void Remove() => TemporaryFolders.Remove(root);
}

namespace ImgRep.Host.Store;

/// <summary>A session that several processes share.</summary>
/// <param name="Lease">The name of its lease.</param>
/// <param name="Results">The folder with what it built.</param>
public sealed record StoreSession(string Lease, string Results);

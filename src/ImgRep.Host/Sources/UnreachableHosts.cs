using System.Collections.Concurrent;

namespace ImgRep.Host.Sources;

/// <summary>Hosts that could not be reached in this run: asking them again for every source would only cost time.</summary>
internal sealed class UnreachableHosts
{
    private readonly ConcurrentDictionary<string, string> reasons = new(StringComparer.OrdinalIgnoreCase);

    public void Add(Uri uri, string reason) => reasons.TryAdd(uri.Authority, reason);

    /// <exception cref="TransferException">The host is one of them.</exception>
    public void Check(Uri uri)
    {
        if (reasons.TryGetValue(uri.Authority, out var reason))
            throw new TransferException(reason);
    }
}

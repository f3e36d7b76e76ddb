using System.Collections.Concurrent;
using System.Collections.Immutable;
using ImgRep.Building;
using ImgRep.Primitives;

namespace ImgRep.Host.Sources;

/// <summary>Brings sources into the store, each from the first place that has it. Nothing enters that was not verified.</summary>
public sealed class SourceFetcher(ISourceStore store, SourcePlaces places, FetchOptions options) : IDisposable
{
    /// <summary>How often one place is asked to go on after it broke off.</summary>
    private const int MaximumAttempts = 4;

    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);
    private readonly HttpTransfer http = new(options);

    /// <summary>Fetches all sources that the store lacks. When one cannot be had the others are fetched all the same.</summary>
    /// <exception cref="EnvironmentException">Some could not be had: every place that was tried for each, with its reason.</exception>
    public async Task<ImmutableArray<FetchedSource>> FetchAsync(
        IEnumerable<SourceRequest> requests, IProgress<FetchProgress>? progress, CancellationToken cancellation)
    {
        var wanted = requests.DistinctBy(request => request.Digest).ToArray();
        var results = new ConcurrentDictionary<Digest, FetchedSource>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellation };
        await Parallel.ForEachAsync(wanted, limits, async (request, token) =>
            results[request.Digest] = await FetchAsync(request, progress, token));
        var missing = wanted.Select(request => results[request.Digest]).Where(source => !store.Has(source.Request.Digest)).ToArray();
        return missing.Length == 0 ? [.. wanted.Select(request => results[request.Digest])] : throw Unobtainable(missing);
    }

    public void Dispose() => http.Dispose();

    private async Task<FetchedSource> FetchAsync(SourceRequest request, IProgress<FetchProgress>? progress, CancellationToken cancellation)
    {
        using var partial = await LockAsync(request.Digest, cancellation);
        if (partial is null)
            return new FetchedSource(request, null, []);
        var misses = ImmutableArray.CreateBuilder<Miss>();
        foreach (var place in places.For(request))
        {
            try
            {
                await ReceiveAsync(request, place, partial, progress, cancellation);
                partial.Complete();
                store.Adopt(store.PartialPathOf(request.Digest), request.Digest);
                return new FetchedSource(request, NameOf(place), misses.ToImmutable());
            }
            catch (TransferException exception)
            {
                misses.Add(new Miss(NameOf(place), exception.Message, exception.Other));
            }
            finally
            {
                progress?.Report(new FetchProgress(request, NameOf(place), 0, null) { HasEnded = true });
            }
        }
        return new FetchedSource(request, null, misses.ToImmutable());
    }

    /// <summary>Waits until no other process fetches the same source; null if the store has it (by then).</summary>
    private async Task<PartialFile?> LockAsync(Digest digest, CancellationToken cancellation)
    {
        while (!store.Has(digest))
        {
            var partial = PartialFile.TryOpen(store.PartialPathOf(digest));
            if (partial is not null && !store.Has(digest))
                return partial;
            partial?.Dispose();
            await Task.Delay(LockPoll, cancellation);
        }
        return null;
    }

    /// <summary>Leaves the whole, verified source in the partial file.</summary>
    private async Task ReceiveAsync(
        SourceRequest request, Uri place, PartialFile partial, IProgress<FetchProgress>? progress, CancellationToken cancellation)
    {
        var report = Throttled(request, place, progress);
        for (var attempt = 1; ; attempt++)
        {
            var before = partial.LengthFrom(place);
            try
            {
                var resumed = await TransferAsync(request, place, partial, report, cancellation);
                if (partial.Digest == request.Digest)
                    return;
                var got = partial.Digest;
                partial.Discard();
                // What was there before may have been of another file; only a whole new transfer is the place's own word.
                if (!resumed)
                    throw new TransferException($"has {got}, wanted {request.Digest}") { Other = got };
            }
            catch (TransferException exception) when (exception.IsTransient && attempt < MaximumAttempts && partial.LengthFrom(place) > before)
            {
                // It broke off but brought something: go on from there.
            }
        }
    }

    private async Task<bool> TransferAsync(
        SourceRequest request, Uri place, PartialFile partial, Action<long, long?> report, CancellationToken cancellation)
    {
        if (place.IsFile)
        {
            await FileTransfer.ReceiveAsync(place, partial, options.MaximumLength, report, cancellation);
            return false;
        }
        if (options.Offline)
            throw new TransferException("not asked: working offline");
        if (RepositoryTransfer.IsRepository(place))
        {
            await RepositoryTransfer.ReceiveAsync(place, request, partial, store.PartialPathOf(request.Digest) + RepositoryTransfer.Ending, options, report, cancellation);
            return false;
        }
        return await http.ReceiveAsync(place, partial, report, cancellation);
    }

    private static Action<long, long?> Throttled(SourceRequest request, Uri place, IProgress<FetchProgress>? progress)
    {
        if (progress is null)
            return (_, _) => { };
        var last = -ProgressInterval.TotalMilliseconds;
        return (received, total) =>
        {
            if (Environment.TickCount64 - last < ProgressInterval.TotalMilliseconds)
                return;
            last = Environment.TickCount64;
            progress.Report(new FetchProgress(request, NameOf(place), received, total));
        };
    }

    private static string NameOf(Uri place) => place.IsFile ? place.LocalPath : place.AbsoluteUri;

    private static EnvironmentException Unobtainable(IReadOnlyList<FetchedSource> sources)
    {
        var subject = string.Join(", ", sources.Select(source => $"{source.Request.FileName} ({source.Request.Digest})"));
        var reasons = sources.Select(source => string.Join('\n', source.Misses.Select(miss => $"  {miss}").DefaultIfEmpty("  no place is known")));
        return new EnvironmentException("obtain", subject, "no place has it\n" + string.Join("\n\n", reasons),
            "put the file into a folder and name the folder with --sources, or add a mirror to the file mirrors");
    }
}

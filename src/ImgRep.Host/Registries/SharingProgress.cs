using System.Collections.Concurrent;
using ImgRep.Building;
using ImgRep.Host.Store;
using ImgRep.Primitives;

namespace ImgRep.Host.Registries;

/// <summary>Brings packages to a registry while others are built, each when it is done, and steps of packages that are not. Passes on all that it is told.</summary>
/// <param name="isRebuild">Whether every step runs again.</param>
public sealed class SharingProgress(ContentStore store, RegistryClient client, bool isRebuild, IProgress<BuildEvent> inner, CancellationToken cancellation)
    : IProgress<BuildEvent>, IDisposable
{
    private readonly SharedRecipes recipes = new(store, client, inner);
    private readonly SharedSteps steps = new(client, inner);
    private readonly ConcurrentDictionary<Digest, Lazy<Task>> shared = new();
    private readonly ConcurrentBag<Task> sharedSteps = [];
    private readonly SemaphoreSlim slots = new(2);
    private int differing;

    public void Report(BuildEvent value)
    {
        inner.Report(value);
        if (value is PackageDone done)
            Share(done.Recipes);
        if (value is StepKept step)
            sharedSteps.Add(Task.Run(() => ShareAsync(step), cancellation));
    }

    /// <summary>Brings the images of recipes there, those of them that were built here. Returns at once.</summary>
    public void Share(IEnumerable<Digest> recipeKeys)
    {
        foreach (var key in recipeKeys)
            _ = shared.GetOrAdd(key, _ => new Lazy<Task>(() => Task.Run(() => ShareAsync(key), cancellation))).Value;
    }

    /// <summary>Waits until all that was done is there.</summary>
    /// <exception cref="RecipesDifferException">The registry has another image of a recipe.</exception>
    /// <exception cref="EnvironmentException">One could not be brought there; the others were.</exception>
    public async Task CompleteAsync()
    {
        await Task.WhenAll([.. shared.Values.Select(task => task.Value), .. sharedSteps]);
        if (differing > 0)
            throw new RecipesDifferException(differing);
    }

    /// <summary>Nothing is on its way any more.</summary>
    public void Dispose() => slots.Dispose();

    private async Task ShareAsync(StepKept step)
    {
        await slots.WaitAsync(cancellation);
        try
        {
            await steps.PublishAsync(step, cancellation);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task ShareAsync(Digest recipeKey)
    {
        // What came from a registry was not built here: it has no record to tell.
        if (store.Records.Find(recipeKey) is not { } record || record is { Makers.IsEmpty: true, IsContinued: false })
            return;
        await slots.WaitAsync(cancellation);
        try
        {
            if (await recipes.PublishAsync(record, isRebuild, cancellation) is { } finding)
            {
                Interlocked.Increment(ref differing);
                inner.Report(finding);
            }
        }
        finally
        {
            slots.Release();
        }
    }
}

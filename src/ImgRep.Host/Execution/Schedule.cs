using System.Collections.Immutable;
using ImgRep.Packages;
using ImgRep.Primitives;

namespace ImgRep.Host.Execution;

/// <summary>Builds packages side by side, each when all that it needs is there, the longest way to the end first.</summary>
/// <param name="jobs">How many packages at a time.</param>
internal sealed class Schedule(PackageGraph graph, Func<PackageName, TimeSpan?> duration, int jobs)
{
    private readonly Dictionary<PackageName, Digest> images = [];
    private readonly Dictionary<PackageName, int> missing = graph.Order.ToDictionary(package => package.Name, package => package.Dependencies.Length);
    private readonly ILookup<PackageName, Package> dependents =
        (from package in graph.Order from needed in package.Dependencies select (needed.Name, package)).ToLookup(pair => pair.Name, pair => pair.package);
    private readonly ImmutableDictionary<PackageName, TimeSpan> paths = graph.CriticalPaths(duration);
    private readonly PriorityQueue<Package, TimeSpan> ready = new();

    /// <param name="build">Builds one package, given the images of those before it.</param>
    /// <exception cref="Exception">The first failure, once what was running then has ended; nothing more is started after it.</exception>
    public async Task RunAsync(Func<Package, IReadOnlyDictionary<PackageName, Digest>, Task<Digest>> build)
    {
        foreach (var package in graph.Order.Where(package => package.Dependencies.IsEmpty))
            ready.Enqueue(package, -paths[package.Name]);
        var running = new Dictionary<Task<Digest>, Package>();
        Task<Digest>? failed = null;
        while (running.Count > 0 || (ready.Count > 0 && failed is null))
        {
            while (failed is null && running.Count < jobs && ready.TryDequeue(out var package, out _))
            {
                var needed = package.Dependencies.ToDictionary(dependency => dependency.Name, dependency => images[dependency.Name]);
                running.Add(Task.Run(() => build(package, needed)), package);
            }
            var ended = await Task.WhenAny(running.Keys);
            running.Remove(ended, out var done);
            if (ended.IsCompletedSuccessfully)
                Finish(done!, await ended);
            else
                failed ??= ended;
        }
        if (failed is not null)
            await failed;
    }

    private void Finish(Package package, Digest image)
    {
        images.Add(package.Name, image);
        foreach (var dependent in dependents[package.Name])
        {
            if (--missing[dependent.Name] == 0)
                ready.Enqueue(dependent, -paths[dependent.Name]);
        }
    }
}

// Builds use all cores, and some tests end processes at chosen moments.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

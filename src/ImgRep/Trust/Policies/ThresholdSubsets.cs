namespace ImgRep.Trust.Policies;

/// <summary>Says "k of n" with nothing but AND and OR: at least k of n have signed exactly if, of every n-k+1 of them, one has.</summary>
internal static class ThresholdSubsets
{
    /// <summary>Every choice of n-k+1 items, in their order.</summary>
    public static IEnumerable<IReadOnlyList<T>> List<T>(IReadOnlyList<T> items, int threshold) => Choose(items, items.Count - threshold + 1, 0);

    /// <summary>How many there are; <see cref="long.MaxValue"/> for very many.</summary>
    public static long Count(int items, int threshold)
    {
        var count = 1.0;
        for (var i = 0; i < threshold - 1; i++)
            count = count * (items - i) / (i + 1);
        return count < 1e15 ? (long)Math.Round(count) : long.MaxValue;
    }

    private static IEnumerable<IReadOnlyList<T>> Choose<T>(IReadOnlyList<T> items, int size, int start)
    {
        if (size == 0)
            return [[]];
        return Enumerable.Range(start, Math.Max(0, items.Count - size - start + 1))
            .SelectMany(first => Choose(items, size - 1, first + 1).Select(rest => (IReadOnlyList<T>)[items[first], .. rest]));
    }
}

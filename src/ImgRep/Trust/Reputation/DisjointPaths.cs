namespace ImgRep.Trust.Reputation;

/// <summary>How many paths lead through a graph so that no two share a node; by Menger's theorem as many as the fewest nodes that, taken
/// away, leave none. Each round finds one path more, giving up parts of earlier ones where that helps (Ford and Fulkerson).</summary>
internal sealed class DisjointPaths
{
    private const int Source = 0;
    private const int Sink = 1;
    private readonly List<List<int>> leaving = [[], []];
    private readonly List<(int To, bool IsFree)> edges = [];

    /// <summary>Adds a node that one path may go through.</summary>
    /// <returns>Its number.</returns>
    public int AddNode()
    {
        leaving.Add([]);
        leaving.Add([]);
        AddEdge(leaving.Count - 2, leaving.Count - 1);
        return leaving.Count - 2;
    }

    public void Start(int node) => AddEdge(Source, node);

    public void End(int node) => AddEdge(node + 1, Sink);

    public void Link(int from, int to) => AddEdge(from + 1, to);

    public int Count()
    {
        var count = 0;
        while (TryAugment())
            count++;
        return count;
    }

    /// <summary>Once counted: whether a path goes from a node to another.</summary>
    public bool IsUsed(int from, int to) => leaving[from + 1].Exists(edge => edges[edge] is (var end, false) && end == to && (edge & 1) == 0);

    private void AddEdge(int from, int to)
    {
        leaving[from].Add(edges.Count);
        edges.Add((to, true));
        leaving[to].Add(edges.Count);
        edges.Add((from, false));
    }

    private bool TryAugment()
    {
        var by = new int[leaving.Count];
        Array.Fill(by, -1);
        var open = new Queue<int>([Source]);
        while (by[Sink] < 0 && open.TryDequeue(out var node))
        {
            foreach (var edge in leaving[node].Where(edge => edges[edge].IsFree && edges[edge].To != Source && by[edges[edge].To] < 0))
            {
                by[edges[edge].To] = edge;
                open.Enqueue(edges[edge].To);
            }
        }
        if (by[Sink] < 0)
            return false;
        for (var node = Sink; node != Source; node = edges[by[node] ^ 1].To)
        {
            edges[by[node]] = edges[by[node]] with { IsFree = false };
            edges[by[node] ^ 1] = edges[by[node] ^ 1] with { IsFree = true };
        }
        return true;
    }
}

namespace ImgRep.Engines;

/// <summary>What the build of a package is expected to take, from records of earlier ones.</summary>
/// <param name="Time">How long.</param>
/// <param name="Memory">Bytes that a step holds at most.</param>
/// <param name="Cores">How many it keeps busy.</param>
public sealed record ExpectedCost(TimeSpan Time, long Memory, int Cores)
{
    /// <summary>Whether it rests on a record; otherwise it is a guess.</summary>
    public bool IsKnown { get; init; }

    /// <summary>Bytes that a machine copies before it can begin: the images that it takes.</summary>
    public long Transfer { get; init; }

    /// <summary>Both, one after the other.</summary>
    public ExpectedCost Then(ExpectedCost next) => new(Time + next.Time, Math.Max(Memory, next.Memory), Math.Max(Cores, next.Cores))
    {
        IsKnown = IsKnown && next.IsKnown,
        Transfer = Transfer + next.Transfer,
    };
}

namespace ImgRep.EndToEnd;

/// <summary>A test of this repository's own packages, in the caller's own store: it takes long, so it is run only where that is asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnRequestAttribute : FactAttribute
{
    /// <summary>The packages to try, or <c>all</c>.</summary>
    internal const string Variable = "IMGREP_TEST_PACKAGES";

    public OnRequestAttribute(string why)
    {
        Why = why;
        if (Environment.GetEnvironmentVariable(Variable) is null)
            Skip = $"{why}: {Variable}=all runs it, or name some there";
    }

    public string Why { get; }
}

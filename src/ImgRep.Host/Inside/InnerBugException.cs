namespace ImgRep.Host.Inside;

/// <summary>A bug in the process in the namespaces; shown as it was there.</summary>
public sealed class InnerBugException(string trace) : Exception("the process in the namespaces failed")
{
    public override string ToString() => trace;
}

namespace ImgRep.Host.Store;

/// <summary>How the process in the namespaces exchanges steps with the one outside, which speaks with registries.</summary>
/// <param name="Path">Where the files of steps lie on their way.</param>
/// <param name="Takes">Whether it may ask for steps.</param>
/// <param name="Least">Steps that took less together are not kept for a registry; null to keep none.</param>
public sealed record StepFolder(string Path, bool Takes, TimeSpan? Least)
{
    /// <summary>Whether steps are asked for where they are brought to.</summary>
    public bool IsOnePlace { get; init; }
}

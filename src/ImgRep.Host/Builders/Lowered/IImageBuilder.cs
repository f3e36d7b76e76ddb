using ImgRep.Host.Store;

namespace ImgRep.Host.Builders.Lowered;

/// <summary>A builder of OCI images that this machine has.</summary>
internal interface IImageBuilder
{
    /// <summary>As in <c>docker 20.10.24</c>.</summary>
    /// <exception cref="EnvironmentException">It is missing, too old, or does not answer.</exception>
    Task<BuilderIdentity> IdentifyAsync(CancellationToken cancellation);

    /// <summary>Builds the Containerfile of a lowered context, without network.</summary>
    /// <param name="output">An empty folder for what is built.</param>
    /// <param name="useCache">Whether steps that it has built before may be used.</param>
    /// <returns>The tar of the last stage's tree.</returns>
    /// <exception cref="BuilderFailedException">A step failed.</exception>
    /// <exception cref="EnvironmentException">The builder itself failed.</exception>
    Task<string> BuildAsync(string context, string output, bool useCache, BuildLog log, CancellationToken cancellation);
}

using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>The builder that imgrep itself is, inside the namespaces of <see cref="UserNamespace"/>.</summary>
/// <param name="slots">How many steps may run at a time, over all packages.</param>
internal sealed class EmbeddedBuilder(ContentStore store, SandboxProgram sandbox, BuilderOptions options, SemaphoreSlim slots) : ITreeBuilder
{
    public BuilderIdentity Identity => new("embedded", $"{ThisAssembly.Version} ({sandbox.Name})");

    public async Task<BuiltTree> BuildAsync(BuildInputs inputs, StepReport report, BuildLog log, CancellationToken cancellation)
    {
        var runs = new RunStep(store, inputs.Lease, sandbox, log, slots)
        {
            UseCache = !options.NoCache,
            CacheAbove = options.CacheAbove,
            Limits = options.Limits,
            Variation = options.Variation,
            OpenShell = options.Shell,
        };
        var stages = new StageBuilder(inputs, runs, new AddStep(inputs, store), report, cancellation);
        var last = await stages.BuildAsync(inputs.Containerfile.Stages.Length - 1);
        return new BuiltTree(last.State.Tree, last.Config);
    }
}

using ImgRep.Building;
using ImgRep.Host.Sandbox;
using ImgRep.Host.Store;

namespace ImgRep.Host.Builders.Embedded;

/// <summary>The builder that imgrep itself is, inside the namespaces of <see cref="UserNamespace"/>.</summary>
/// <param name="slots">How many steps may run at a time, over all packages.</param>
/// <param name="ask">Asks for a step that others have run; null for nobody to ask.</param>
/// <param name="progress">Told of steps that are kept for others.</param>
internal sealed class EmbeddedBuilder(
    ContentStore store, SandboxProgram sandbox, BuilderOptions options, SemaphoreSlim slots, StepQuestion? ask, IProgress<BuildEvent> progress) : ITreeBuilder
{
    public BuilderIdentity Identity => new("embedded", $"{ThisAssembly.Version} ({sandbox.Name})");

    public async Task<BuiltTree> BuildAsync(BuildInputs inputs, StepReport report, BuildLog log, CancellationToken cancellation)
    {
        var kept = new KeptSteps(store, options.Steps, report.Name, Identity.ToString(), progress);
        var runs = new RunStep(store, inputs.Lease, sandbox, log, slots, new TakenSteps(store, inputs.Lease, report.Name, ask), kept)
        {
            UseCache = !options.NoCache,
            CacheAbove = options.CacheAbove,
            Limits = options.Limits,
            Variation = options.Variation,
            OpenShell = options.Shell,
        };
        var stages = new StageBuilder(inputs, runs, new AddStep(inputs, store), report, cancellation);
        try
        {
            var last = await stages.BuildAsync(inputs.Containerfile.Stages.Length - 1);
            return new BuiltTree(last.State.Tree, last.Config);
        }
        finally
        {
            await kept.CompleteAsync();
        }
    }
}

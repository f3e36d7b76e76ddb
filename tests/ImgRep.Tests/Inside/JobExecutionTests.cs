using ImgRep.Building;
using ImgRep.Host.Builders;
using ImgRep.Host.Execution;
using ImgRep.Host.Inside;
using ImgRep.Host.Sandbox;

namespace ImgRep.Tests.Inside;

public sealed class JobExecutionTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("imgrep-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_varied_build_is_refused_in_a_store_whose_results_count()
    {
        var options = new BuilderOptions("embedded", "bwrap", 1, new Limits(1L << 30, 7)) { Variation = RunVariation.TimeZone };
        var job = new BuildJob(folder, "/tree", options, [], [], []);
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => JobExecution.RunAsync(job, new Progress<BuildEvent>(), ask: null, CancellationToken.None));
        refused.Message.ShouldContain("a store whose results count");
    }
}

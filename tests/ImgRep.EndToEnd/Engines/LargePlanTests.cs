using ImgRep.EndToEnd.Registries;

namespace ImgRep.EndToEnd.Engines;

public sealed class LargePlanTests : IDisposable
{
    private const int Packages = 1000;
    private const int Sample = 500;

    private readonly LocalRegistry registry = new();
    private readonly SmallTree tree = new();

    public LargePlanTests()
    {
        foreach (var number in Enumerable.Range(1, Packages - 1))
            tree.With($"p{number:0000}", $"FROM scratch\nCOPY Containerfile /{number}\n");
    }

    public void Dispose()
    {
        tree.Dispose();
        registry.Dispose();
    }

    [Needs("docker-registry", "openssl")]
    public void A_new_registry_is_asked_for_the_records_of_a_sample_and_one_that_has_some_for_all()
    {
        Plan();
        registry.Asked("record-last").ShouldBe(Sample);

        // Of any two that follow each other one is in the sample.
        string[] built = ["p0001", "p0002"];
        tree.Run(["build", .. built, "--no-archive", "--push-to", registry.Address, .. registry.Options]).ExitCode.ShouldBe(0);
        foreach (var name in built)
            tree.Write($"packages/{name}/Containerfile", "FROM scratch\nCOPY Containerfile /later\n");
        var before = registry.Asked("record-last");
        Plan();
        (registry.Asked("record-last") - before).ShouldBe(Packages);
    }

    private void Plan() => tree.Run(["plan", "--for", "slurm", "--registry", registry.Address, .. registry.Options]).ExitCode.ShouldBe(0);
}

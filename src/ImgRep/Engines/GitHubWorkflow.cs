using System.Globalization;

namespace ImgRep.Engines;

/// <summary>A plan for GitHub: a workflow whose jobs are waves, each after the one before, of matrices of at most 256 machines.</summary>
public static class GitHubWorkflow
{
    private const int MostOfMatrix = 256;
    private const string Run = "${{ matrix.run }}";

    /// <summary>Minutes for a job whose time is not known; GitHub's own machines give no job more.</summary>
    private const int UsualJob = 360;

    /// <param name="image">The container that jobs run in; null for the one that the variable <c>IMGREP_IMAGE</c> names.</param>
    public static IEnumerable<string> Print(EnginePlan plan, JobCommand command, string? image)
    {
        yield return "# Jobs of imgrep (docs/many-machines.md).";
        yield return "name: imgrep plan";
        yield return "on: {workflow_dispatch: {}}";
        yield return "permissions: {contents: read, packages: write}";
        yield return "jobs:";
        if (plan.Jobs.IsEmpty)
        {
            yield return "  nothing-is-missing:";
            yield return "    runs-on: ubuntu-24.04";
            yield return "    steps: [{run: \"true\"}]";
        }
        var waves = plan.Waves();
        List<string> before = [];
        foreach (var wave in plan.Jobs.GroupBy(job => waves[job.Number - 1]).OrderBy(wave => wave.Key))
        {
            var names = new List<string>();
            foreach (var some in wave.Chunk(MostOfMatrix))
            {
                names.Add(string.Create(CultureInfo.InvariantCulture, $"wave-{wave.Key}-{names.Count + 1}"));
                foreach (var line in Print(names[^1], before, some, command, image))
                    yield return line;
            }
            before = names;
        }
    }

    private static IEnumerable<string> Print(string name, List<string> needs, EngineJob[] jobs, JobCommand command, string? image)
    {
        yield return $"  {name}:";
        yield return "    name: \"${{ matrix.title }}\"";
        if (needs.Count > 0)
            yield return $"    needs: {YamlText.Quote(needs)}";
        yield return "    runs-on: \"${{ vars.IMGREP_RUNNER || 'ubuntu-24.04' }}\"";
        yield return "    timeout-minutes: ${{ matrix.minutes }}";
        yield return "    container:";
        yield return $"      image: {(image is null ? "\"${{ vars.IMGREP_IMAGE }}\"" : Literal(image))}";
        yield return "      options: \"--privileged\"";
        yield return "    env:";
        yield return "      REGISTRY_TOKEN: \"${{ secrets.IMGREP_REGISTRY_TOKEN || github.token }}\"";
        yield return "    strategy:";
        yield return "      fail-fast: false";
        yield return "      matrix:";
        yield return "        include:";
        foreach (var job in jobs)
        {
            var minutes = job.Cost.IsKnown ? JobLimits.Minutes(job) : UsualJob;
            yield return string.Create(CultureInfo.InvariantCulture,
                $"          - {{number: {job.Number}, minutes: {minutes}, title: {Literal(job.Title)}, run: {Literal(ShellText.Quote(command.WordsOf(job)))}}}");
        }
        yield return "    steps:";
        yield return "      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2";
        yield return $"      - run: {(command.Setup is { } setup ? YamlText.Quote($"{Escape(setup)}\n{Run}") : Run)}";
        yield return "        env:";
        yield return "          IMGREP_JOB: \"${{ github.run_id }}-${{ matrix.number }}\"";
    }

    /// <summary>Text in which nothing is an expression of GitHub.</summary>
    private static string Literal(string text) => YamlText.Quote(Escape(text));

    private static string Escape(string text) => text.Replace("${{", "${{ '${{' }}", StringComparison.Ordinal);
}

using System.Globalization;

namespace ImgRep.Engines;

/// <summary>A plan for GitLab: a child pipeline. A job names at most 50 others that it needs; where there are more, jobs that do nothing gather them.</summary>
public static class GitLabPipeline
{
    private const int MostNeeds = 50;

    /// <param name="image">The container that jobs run in; null for the one that the variable <c>IMGREP_IMAGE</c> names.</param>
    public static IEnumerable<string> Print(EnginePlan plan, JobCommand command, string? image)
    {
        yield return "# A child pipeline of imgrep (docs/many-machines.md).";
        yield return "stages: [build]";
        yield return ".imgrep:";
        yield return "  stage: build";
        yield return $"  image: {YamlText.Quote(image ?? "$IMGREP_IMAGE")}";
        yield return "  tags: [imgrep]";
        yield return "  retry:";
        yield return "    max: 2";
        // Of a machine that had not what it takes, and of a process that was killed.
        yield return "    exit_codes: [4, 137, 143]";
        yield return "    when: [runner_system_failure, stuck_or_timeout_failure, job_execution_timeout]";
        if (command.Setup is { } setup)
            yield return $"  before_script: {YamlText.Quote([setup])}";
        if (plan.Jobs.IsEmpty)
        {
            yield return "\"nothing is missing\":";
            yield return "  stage: build";
            yield return "  script: [\"true\"]";
        }
        foreach (var line in plan.Jobs.SelectMany(job => Print(job, plan, command)))
            yield return line;
    }

    private static IEnumerable<string> Print(EngineJob job, EnginePlan plan, JobCommand command)
    {
        var needs = job.Needs.Select(need => NameOf(plan.Jobs[need - 1])).ToList();
        for (var level = 1; needs.Count > MostNeeds; level++)
        {
            var gathered = needs.Chunk(MostNeeds).Select((some, index) => (Name: $"{job.Number} gather {level}.{index + 1}", Needs: some)).ToList();
            foreach (var (name, some) in gathered)
            {
                yield return $"{YamlText.Quote(name)}:";
                yield return "  stage: build";
                yield return "  tags: [imgrep]";
                yield return "  variables: {GIT_STRATEGY: none}";
                yield return $"  needs: {Needs(some)}";
                yield return "  script: [\"true\"]";
            }
            needs = gathered.ConvertAll(gather => gather.Name);
        }
        yield return $"{YamlText.Quote(NameOf(job))}:";
        yield return "  extends: .imgrep";
        yield return $"  needs: {Needs(needs)}";
        if (job.Cost.IsKnown)
            yield return string.Create(CultureInfo.InvariantCulture, $"  timeout: \"{JobLimits.Minutes(job)} minutes\"");
        yield return "  variables:";
        yield return $"    IMGREP_JOB: {YamlText.Quote($"$CI_PIPELINE_ID-{job.Number}")}";
        yield return string.Create(CultureInfo.InvariantCulture, $"    KUBERNETES_CPU_REQUEST: \"{job.Cost.Cores}\"");
        yield return string.Create(CultureInfo.InvariantCulture, $"    KUBERNETES_MEMORY_REQUEST: \"{JobLimits.Megabytes(job)}Mi\"");
        yield return $"  script: {YamlText.Quote([ShellText.Quote(command.WordsOf(job))])}";
    }

    /// <summary>The number makes it one that no other job and no word of GitLab has.</summary>
    private static string NameOf(EngineJob job) => $"{job.Number} {(job.Title.Length > 200 ? job.Title[..200] : job.Title)}";

    private static string Needs(IEnumerable<string> names) => $"[{string.Join(", ", names.Select(name => $"{{job: {YamlText.Quote(name)}, artifacts: false}}"))}]";
}

using System.Globalization;
using System.Text;
using ImgRep.Primitives;

namespace ImgRep.Engines;

/// <summary>
/// A plan for Kubernetes: Jobs, of which all but the first are suspended, so that they hold no machine while they wait. One that has succeeded says so by a
/// label, and then resumes each Job of which all needs have said so: of two that end at the same time, at least one sees the other's label.
/// </summary>
public static class KubernetesJobs
{
    /// <summary>The container's own files are an overlay, on which no other can lie.</summary>
    private const string Store = "/var/lib/imgrep";

    private const string Script = """
        set -u
        own=$1 setup=$2 count=$3
        shift 3
        releases=
        while [ "$count" -gt 0 ]; do
            releases="$releases $1" count=$((count - 1))
            shift
        done
        eval "$setup" || exit 4
        "$@" || exit
        kubectl label --overwrite "job/$own" imgrep-done=yes || exit 4
        for release in $releases; do
            waits=
            for need in $(echo "${release#*:}" | tr , ' '); do
                done=$(kubectl get "job/$need" --output 'jsonpath={.metadata.labels.imgrep-done}') || exit 4
                [ "$done" = yes ] || waits=1
            done
            [ -n "$waits" ] || kubectl patch "job/${release%%:*}" --patch '{"spec":{"suspend":false}}' || exit 4
        done
        """;

    /// <param name="image">The container that jobs run in: it has imgrep, kubectl, and the checkout as its working folder, or gets it by what jobs begin with.</param>
    public static IEnumerable<string> Print(EnginePlan plan, JobCommand command, string image)
    {
        yield return "# Jobs of imgrep (docs/many-machines.md): kubectl create --filename FILE";
        if (plan.Jobs.IsEmpty)
        {
            yield return "# nothing is missing";
            yield break;
        }
        var run = "imgrep-" + Digest.Compute(Encoding.UTF8.GetBytes(string.Join('\n', plan.Jobs.Select(job => ShellText.Quote(command.WordsOf(job)))))).Hex[..8];
        foreach (var line in Account(run))
            yield return line;
        var dependents = (from job in plan.Jobs from need in job.Needs select (need, job)).ToLookup(pair => pair.need, pair => pair.job);
        foreach (var job in plan.Jobs)
        {
            // Each is a word of its own: Linux has no room for all in one (execve(2)).
            var releases = dependents[job.Number].Select(next => $"{NameOf(run, next.Number)}:{string.Join(',', next.Needs.Select(need => NameOf(run, need)))}").ToList();
            string[] words =
            [
                "/bin/sh", "-c", Script, "sh", NameOf(run, job.Number), command.Setup ?? ":", releases.Count.ToString(CultureInfo.InvariantCulture), .. releases,
                .. command.WordsOf(job),
            ];
            foreach (var line in Print(job, run, image, words))
                yield return line;
        }
    }

    private static IEnumerable<string> Account(string run)
    {
        var metadata = $"{{name: {run}, labels: {{imgrep-run: {run}}}}}";
        string[] kinds =
        [
            $"{{apiVersion: v1, kind: ServiceAccount, metadata: {metadata}}}",
            $"{{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {metadata}, rules: [{{apiGroups: [batch], resources: [jobs], verbs: [get, patch]}}]}}",
            $"{{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {metadata}, roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: {run}}}, "
                + $"subjects: [{{kind: ServiceAccount, name: {run}}}]}}",
        ];
        return kinds.SelectMany(kind => (string[])["---", kind]);
    }

    private static IEnumerable<string> Print(EngineJob job, string run, string image, IEnumerable<string> words)
    {
        var name = NameOf(run, job.Number);
        yield return "---";
        yield return "apiVersion: batch/v1";
        yield return "kind: Job";
        yield return "metadata:";
        yield return $"  name: {name}";
        yield return $"  labels: {{imgrep-run: {run}}}";
        yield return $"  annotations: {{imgrep/title: {YamlText.Quote(job.Title)}}}";
        yield return "spec:";
        yield return $"  suspend: {(job.Needs.IsEmpty ? "false" : "true")}";
        yield return "  backoffLimit: 2";
        // A verdict or a mistake would be the same another time.
        yield return "  podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {containerName: imgrep, operator: In, values: [2, 3]}}]}";
        yield return "  template:";
        yield return "    spec:";
        yield return "      restartPolicy: Never";
        yield return $"      serviceAccountName: {run}";
        // The pod's root is nobody on the machine. A step gets a /proc of its own, for which the container's must not be masked, and a host name of its own.
        yield return "      hostUsers: false";
        yield return "      volumes: [{name: store, emptyDir: {}}]";
        yield return "      containers:";
        yield return "        - name: imgrep";
        yield return $"          image: {YamlText.Quote(image)}";
        yield return $"          command: [{string.Join(", ", words.Select(Literal))}]";
        yield return $"          env: [{{name: IMGREP_JOB, value: {name}}}, {{name: IMGREP_STORE, value: {Store}}}]";
        yield return "          securityContext: {procMount: Unmasked, seccompProfile: {type: Unconfined}}";
        yield return $"          volumeMounts: [{{name: store, mountPath: {Store}}}]";
        yield return string.Create(CultureInfo.InvariantCulture, $"          resources: {{requests: {{cpu: \"{job.Cost.Cores}\", memory: {JobLimits.Megabytes(job)}Mi}}}}");
    }

    private static string NameOf(string run, int number) => string.Create(CultureInfo.InvariantCulture, $"{run}-{number}");

    /// <summary>Text in which nothing is a variable of Kubernetes.</summary>
    private static string Literal(string text) => YamlText.Quote(text.Replace("$", "$$", StringComparison.Ordinal));
}

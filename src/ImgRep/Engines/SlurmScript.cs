using System.Globalization;

namespace ImgRep.Engines;

/// <summary>A plan for Slurm: a shell script that submits the jobs, and with <c>--wait</c> waits for them. The checkout lies where all nodes have it.</summary>
public static class SlurmScript
{
    /// <summary>What runs on a node, the same for every job. What a machine failed at is tried again, perhaps elsewhere; a verdict or a mistake is not.</summary>
    private const string Job = """
        #!/bin/sh
        export IMGREP_JOB="$1"
        mark=$2
        eval "${3#setup }" || exit 4
        shift 3
        echo "imgrep: $IMGREP_JOB on $(hostname): $*" >&2
        code=0
        "$@" || code=$?
        case $code in
            0) : >"$mark.done"; exit 0 ;;
            2|3) ;;
            *)
                if [ "${SLURM_RESTART_COUNT:-0}" -lt "${IMGREP_RETRIES:-2}" ]; then
                    echo "imgrep: $IMGREP_JOB ended with exit code $code, and is tried again" >&2
                    scontrol requeue "$SLURM_JOB_ID" && sleep 60
                fi ;;
        esac
        echo "$code" >"$mark.failed"
        exit "$code"
        """;

    /// <summary>The numbers of jobs are parts of the names of its variables; nothing else is.</summary>
    private const string Functions = """
        submit() {
            number=$1 title=$2 minutes=$3 megabytes=$4 cores=$5 needs=$6
            shift 6
            eval "id_$number= title_$number=\$title"
            [ ! -e "$state/$number.done" ] || return 0
            # A verdict or a mistake would be the same another time, and what waits for it would wait for ever.
            case $(cat "$state/$number.failed" 2>/dev/null) in 2|3) eval "id_$number=none"; return 0 ;; esac
            after=
            for need in $needs; do
                eval "id=\$id_$need"
                [ "$id" != none ] || { eval "id_$number=none"; return 0; }
                after=$after${id:+:$id}
            done
            submitted="$submitted $number"
            rm -f -- "$state/$number.failed"
            # IMGREP_SBATCH may hold further options, like --partition=build.
            # A word that is a colon alone would be the end of a part of a job (sbatch(1)).
            # shellcheck disable=SC2086
            id=$(sbatch --parsable --job-name="$run-$number" --comment="$title" --chdir="$tree" --output="$state/$number.log" --open-mode=append --requeue \
                --kill-on-invalid-dep=yes --nodes=1 --ntasks=1 --cpus-per-task="$cores" --mem="${megabytes}M" ${minutes:+"--time=$minutes"} \
                ${after:+"--dependency=afterok$after"} ${IMGREP_SBATCH-} "$state/job" "$run-$number" "$state/$number" "setup $setup" "$@") || {
                echo "imgrep: error: sbatch refused the job $run-$number ($title)" >&2
                exit 4
            }
            eval "id_$number=\${id%%;*}"
        }

        # A queue that cannot be asked is asked again: that is no answer. The longer it takes, the longer are the pauses.
        wait_for_jobs() {
            began=$(date +%s)
            until squeue --noheader --me --format=%j >"$state/queue" && ! grep -q "^$run-" "$state/queue"; do
                pause=$((($(date +%s) - began) / 20 + 1))
                [ "$pause" -lt "${IMGREP_POLL:-10}" ] || pause=${IMGREP_POLL:-10}
                sleep "$pause"
            done
        }

        find_left() {
            left='' verdict=''
            number=1
            while [ "$number" -le "$count" ]; do
                if [ ! -e "$state/$number.done" ]; then
                    left="$left $number"
                    why=$(cat "$state/$number.failed" 2>/dev/null) || why=
                    case $why in 2|3) verdict=$why ;; esac
                fi
                number=$((number + 1))
            done
        }

        # What was cancelled, or waited for that, may succeed.
        finish() {
            before=
            wait_for_jobs
            find_left
            while [ -n "$left" ] && [ "$left" != "$before" ]; do
                before=$left submitted=''
                submit_all
                [ -n "$submitted" ] || break
                echo "imgrep: submitted again what is left:$submitted" >&2
                wait_for_jobs
                find_left
            done
            [ -n "$left" ] || { echo "imgrep: all $count jobs of $run have succeeded" >&2; exit 0; }
            for number in $left; do
                eval "title=\$title_$number"
                why=$(cat "$state/$number.failed" 2>/dev/null) && why="it ended with exit code $why" || why='it was cancelled, or not run because of another one'
                echo "imgrep: error: job $run-$number ($title): $why, see $state/$number.log" >&2
            done
            exit "${verdict:-4}"
        }
        """;

    public static IEnumerable<string> Print(EnginePlan plan, JobCommand command) => Parts(plan, command).SelectMany(part => part.Split('\n'));

    private static IEnumerable<string> Parts(EnginePlan plan, JobCommand command)
    {
        yield return "#!/bin/sh";
        yield return "# Submits jobs of imgrep to Slurm (docs/many-machines.md): sh SCRIPT [--wait]";
        yield return "set -eu";
        yield return $"count={Number(plan.Jobs.Length)}";
        yield return "tree=$(pwd)";
        yield return $"setup={ShellText.Quote(command.Setup ?? ":")}";
        yield return "[ \"$count\" -gt 0 ] || { echo 'imgrep: nothing is missing' >&2; exit 0; }";
        yield return "mkdir -p out/jobs";
        yield return "state=$(mktemp -d \"$tree/out/jobs/imgrep-XXXXXX\")";
        yield return "run=${state##*/}";
        yield return $"printf '%s\\n' {ShellText.Quote(Job)} >\"$state/job\"";
        yield return Functions;
        yield return "";
        yield return "submit_all() {";
        yield return "    :";
        foreach (var job in plan.Jobs)
            yield return $"    submit {Words(job)} {ShellText.Quote(command.WordsOf(job))}";
        yield return "}";
        yield return "";
        yield return "submitted=''";
        yield return "submit_all";
        yield return "echo \"imgrep: $count jobs are submitted as $run-N, see $state\" >&2";
        yield return "[ \"${1-}\" != --wait ] || finish";
    }

    private static string Words(EngineJob job) => ShellText.Quote(
    [
        Number(job.Number), job.Title, job.Cost.IsKnown ? Number(JobLimits.Minutes(job)) : "", Number(JobLimits.Megabytes(job)), Number(job.Cost.Cores),
        string.Join(' ', job.Needs.Select(need => Number(need))),
    ]);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

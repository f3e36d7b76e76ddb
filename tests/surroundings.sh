#!/bin/sh
# Prints what a RUN sees beside the files of its root, one line each: the name of the thing, then what it is.
say() { name=$1; shift; echo "seen $name: $*"; }
field() { sed -n "s/^$1:[[:space:]]*//p" /proc/self/status; }
type() { stat -c '%F %a %t:%T' "$1" 2>/dev/null || echo none; }
flags() { sed -n "s,^[^ ]* $1 [^ ]* \([^ ]*\) .*,\1,p" /proc/mounts | tail -n 1 | tr , '\n' | grep -E '^(ro|rw|nosuid|nodev|noexec)$' | sort | tr '\n' ' '; }
sed -n '2,$s/   */: /p' /proc/self/limits | while IFS= read -r line; do say "limit $(echo "$line" | sed 's/  */ /g')"; done
say nice "$(cut -d' ' -f19 /proc/self/stat)"
say oom "$(cat /proc/self/oom_score_adj)"
say umask "$(umask)"
say user "$(id)"
say host "$(hostname)"
say folder "$(pwd)"
say env "$(env | sort | tr '\n' ';')"
say pid "$$ $(cut -d' ' -f4-6 /proc/$$/stat)"
for name in SigBlk SigIgn CapInh CapPrm CapEff CapBnd CapAmb NoNewPrivs; do say "status $name" "$(field $name)"; done
for number in 0 1 2; do say "descriptor $number" "$(type -L /proc/self/fd/$number) $(stat -L -c %F /proc/self/fd/$number)"; done
say descriptors "$(ls /proc/self/fd | tr '\n' ' ')"
say cgroup "$(sed 's/.*://' /proc/self/cgroup | sort -u | tr '\n' ' ')"
say root "$(ls -a / | tr '\n' ' ')"
say dev "$(ls /dev | tr '\n' ' ')"
for name in / /proc /dev /dev/pts /dev/shm /dev/mqueue /sys /proc/sys /proc/bus /proc/fs /proc/irq /proc/sysrq-trigger; do say "mount $name" "$(flags $name)"; done
for name in / /dev /dev/* /proc /sys; do say "type $name" "$(type $name) $(readlink $name)"; done
for name in acpi asound kcore keys latency_stats sched_debug scsi timer_list timer_stats interrupts; do
    say "kernel $name" "$(type /proc/$name) $(head -c 1 /proc/$name 2>/dev/null | wc -c) $(ls /proc/$name 2>/dev/null | wc -l)"
done
say shm "$(df -k /dev/shm 2>/dev/null | sed -n '$s/ [ ]*/ /gp' | cut -d' ' -f2)"
say tmpfs "$(type /new) $(flags /new)"
say "tmpfs on folder" "$(type /old) $(flags /old)"
say "bind" "$(type /bound) $(flags /bound)"
say "cache" "$(type /cache) $(flags /cache)"
say net "$(sed -n 's/:.*//p' /proc/net/dev | tr -d ' ' | tr '\n' ' ')"
exit 0

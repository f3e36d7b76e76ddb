# Completion of imgrep for bash. Load it with: eval "$(imgrep completion bash)"
_imgrep() {
    mapfile -t COMPREPLY < <("${COMP_WORDS[0]}" complete -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null)
}
complete -o default -F _imgrep imgrep

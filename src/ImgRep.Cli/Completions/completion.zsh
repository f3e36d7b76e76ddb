#compdef imgrep
# Completion of imgrep for zsh. Load it with: source <(imgrep completion zsh)
_imgrep() {
    local -a candidates
    candidates=("${(@f)$("${(Q)words[1]}" complete -- "$LBUFFER" 2>/dev/null)}")
    if [[ -n $candidates[1] ]]; then compadd -- "${candidates[@]}"; else _files; fi
}
if [[ $funcstack[1] == _imgrep ]]; then _imgrep "$@"; else compdef _imgrep imgrep; fi

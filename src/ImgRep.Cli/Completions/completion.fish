# Completion of imgrep for fish. Load it with: imgrep completion fish | source
function __imgrep_candidates
    set --local words (commandline --tokenize --cut-at-cursor --current-process)
    $words[1] complete -- (commandline --cut-at-cursor --current-process | string collect) 2>/dev/null
end
complete --command imgrep --arguments '(__imgrep_candidates)'

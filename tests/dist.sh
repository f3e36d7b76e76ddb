#!/bin/sh
# Makes the archive of make dist in two clones of this checkout's HEAD, in two folders, and compares their bytes. By hand: it compiles ahead of time twice.
set -eu
checkout=$(CDPATH='' cd -- "${0%/*}/.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for folder in one "another folder/with a longer name"; do
    git clone --quiet "$checkout" "$work/$folder"
    (umask "$([ "$folder" = one ] && echo 022 || echo 077)" && make --silent -C "$work/$folder" dist)
done
cmp "$work"/one/out/imgrep-*.tar.gz "$work"/another*/with*/out/imgrep-*.tar.gz

# Every target is one call. `./imgrep --help` lists the other commands.
# Scripts are started by sh: a checkout may be mounted noexec.
PREFIX ?= /usr/local
DESTDIR ?=

.PHONY: all reproduce sign verify test test-packages clean install dist FORCE

all:
	sh tools/install-needed build
	sh ./imgrep build

# Only imgrep knows whether an archive is up to date.
out/%.tgz: FORCE
	sh tools/install-needed build
	sh ./imgrep build $*

# What this machine has not rebuilt yet; after make clean, everything.
reproduce:
	sh tools/install-needed build
	sh ./imgrep reproduce

test-packages:
	sh tools/install-needed build
	sh ./imgrep test

sign:
	sh ./imgrep sign

verify:
	sh ./imgrep verify

clean:
	sh ./imgrep clean

test:
	sh tools/install-needed test
	dotnet test --nologo

# Installs the program and the completions for shells.
install: share = $(DESTDIR)$(PREFIX)/share
install:
	sh tools/install-needed tool
	tool=$$(sh tools/build-imgrep) && install -D "$$tool" $(DESTDIR)$(PREFIX)/bin/imgrep
	install -d $(share)/man/man1 $(share)/bash-completion/completions $(share)/zsh/site-functions $(share)/fish/vendor_completions.d
	$(DESTDIR)$(PREFIX)/bin/imgrep completion bash >$(share)/bash-completion/completions/imgrep
	$(DESTDIR)$(PREFIX)/bin/imgrep completion zsh >$(share)/zsh/site-functions/_imgrep
	$(DESTDIR)$(PREFIX)/bin/imgrep completion fish >$(share)/fish/vendor_completions.d/imgrep.fish
	$(DESTDIR)$(PREFIX)/bin/imgrep manual $(share)/man/man1 >/dev/null

# Packs what make install copies, and the licence, into one archive whose bytes depend only on the sources.
dist:
	sh tools/make-dist

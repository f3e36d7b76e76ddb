# Every target is one call. `./imgrep --help` lists the other commands.
PREFIX ?= /usr/local
DESTDIR ?=

.PHONY: all reproduce sign verify test test-packages clean install dist FORCE

all:
	tools/install-needed build
	./imgrep build

# Only imgrep knows whether an archive is up to date.
out/%.tgz: FORCE
	tools/install-needed build
	./imgrep build $*

reproduce:
	tools/install-needed build
	./imgrep reproduce

test-packages:
	tools/install-needed build
	./imgrep test

sign:
	./imgrep sign

verify:
	./imgrep verify

clean:
	./imgrep clean

test:
	tools/install-needed test
	dotnet test --nologo

# Installs the program and the completions for shells.
install: share = $(DESTDIR)$(PREFIX)/share
install:
	tools/install-needed tool
	tool=$$(tools/build-imgrep) && install -D "$$tool" $(DESTDIR)$(PREFIX)/bin/imgrep
	install -d $(share)/bash-completion/completions $(share)/zsh/site-functions $(share)/fish/vendor_completions.d
	$(DESTDIR)$(PREFIX)/bin/imgrep completion bash >$(share)/bash-completion/completions/imgrep
	$(DESTDIR)$(PREFIX)/bin/imgrep completion zsh >$(share)/zsh/site-functions/_imgrep
	$(DESTDIR)$(PREFIX)/bin/imgrep completion fish >$(share)/fish/vendor_completions.d/imgrep.fish

# Packs what make install copies, and the licence, into one archive whose bytes depend only on the sources.
dist:
	tools/make-dist

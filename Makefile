# Every target is one call; `./imgrep --help` says what else there is.
PREFIX ?= /usr/local
DESTDIR ?=

.PHONY: all reproduce sign verify test test-packages clean install FORCE

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

# The .NET runtime stays where it is: the tool and its completions are copied.
install: lib = $(DESTDIR)$(PREFIX)/lib/imgrep
install: share = $(DESTDIR)$(PREFIX)/share
install:
	tool=$$(tools/build-imgrep) && install -d $(lib) && install -m 644 $$tool/*.dll $$tool/*.json $(lib) && install $$tool/imgrep $(lib)
	install -d $(DESTDIR)$(PREFIX)/bin && ln -sf ../lib/imgrep/imgrep $(DESTDIR)$(PREFIX)/bin/imgrep
	install -d $(share)/bash-completion/completions $(share)/zsh/site-functions $(share)/fish/vendor_completions.d
	$(lib)/imgrep completion bash >$(share)/bash-completion/completions/imgrep
	$(lib)/imgrep completion zsh >$(share)/zsh/site-functions/_imgrep
	$(lib)/imgrep completion fish >$(share)/fish/vendor_completions.d/imgrep.fish

# make demo      generate from examples/scripts and run the example program
# make test      every test, on a real redis-server
# make check     what CI checks beside the tests
GO          ?= go
STATICCHECK := $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2
FUZZTIME    ?= 5000x
SOAKTIME    ?= 2m

# The modules, bench apart, and what runs a command in each of them.
CONSUMED := runtime runtime/luagenotel runtime/luamsgpack examples
MODULES  := . $(CONSUMED)
each      = @set -e; for module in $(MODULES); do (set -x; cd $$module && $(1)); done
consumed  = @set -e; for module in $(CONSUMED); do (set -x; cd $$module && $(1)); done

# The oldest versions that are tested are those in the go.mod files, with these releases of
# Go. The newest are these.
OLDEST_GO      := go1.24.0
OLDEST_TOOL_GO := go1.26.0
NEWEST_GO      := go1.26.8
NEWEST         := github.com/redis/go-redis/v9@v9.23.0 $(addprefix go.opentelemetry.io/otel,$(addsuffix @v1.47.0,/metric /sdk /sdk/metric))

.PHONY: demo generate test cases race oldest newest soak editors soak-editor vscode pictures lint check fuzz golden commands bench redis

demo: generate
	cd examples && $(GO) run ./likes

generate:
	$(GO) generate ./internal/vendored
	$(GO) run ./cmd/luagen -o examples/gen examples/scripts/...

test: redis cases
	$(call each,$(GO) test ./...)

# cases runs the test cases of the example scripts and says how much of the scripts they run.
cases: redis
	$(GO) run ./cmd/luagen test --cover examples/scripts/...

# race tests the packages in which something runs beside something else, in their code, in their
# tests, or in what they call of package project and of golang.org/x/tools. In the others, such as the
# parser of Lua, the race detector takes minutes to find nothing, as it does in huge inputs, which
# -short leaves out. A program under it sleeps for a second before it exits, unless it is told
# otherwise, and the tests of the command line start hundreds of them.
CONCURRENT := ^[[:space:]]*go [a-zA-Z.]+\(|\.Go\(func|"sync(/atomic)?"$$|errgroup"|\.Parallel\(|RunParallel|luagen/(project|internal/parallel)"|x/tools/go/(packages|analysis)
race: export GORACE := atexit_sleep_ms=20
race: redis
	@set -e; for module in $(MODULES); do (cd $$module; \
		packages=$$(for dir in $$($(GO) list -f '{{.Dir}}' ./...); do if grep -qsE '$(CONCURRENT)' $$dir/*.go; then echo $$dir; fi; done); \
		set -x; $(GO) test -race -short $$packages); done

# oldest builds everything and tests what programs take in, with the oldest versions that
# the modules allow; newest tests the same with the newest, and leaves go.mod as it is.
oldest: redis
	GOTOOLCHAIN=$(OLDEST_TOOL_GO) $(GO) vet ./...
	$(call consumed,export GOTOOLCHAIN=$(OLDEST_GO) && $(GO) vet ./... && $(GO) test -short ./...)

newest: export GOTOOLCHAIN := $(NEWEST_GO)
newest: redis
	$(call consumed,mod=$$(mktemp -d)/go && cp go.mod $$mod.mod && cp go.sum $$mod.sum && $(GO) get -modfile=$$mod.mod $(NEWEST) && $(GO) test -short -modfile=$$mod.mod ./...)

# soak calls scripts for SOAKTIME through every kind of client, with faults, while slots
# of a cluster move and its replicas take over, and looks for what is left behind.
soak: redis
	cd runtime && $(GO) test -count=1 -v -run '^TestSoak$$' . -soak $(SOAKTIME)

# editors tests with Neovim, with the clients that editors themselves are tested with, and "luagen debug"
# in a terminal; it needs Node 20, npm, nvim and tmux.
editors: redis vscode
	cd editors/dap && npm install --no-audit --no-fund && npm test
	$(GO) test -count=1 -tags editors ./editors/nvim ./editors/terminal

# vscode tests the extension and builds editors/vscode/luagen.vsix.
vscode:
	cd editors/vscode && npm ci --no-audit --no-fund && npm test && npm run package

# soak-editor edits scripts in the language server 100,000 times and looks for what is left behind, and then works
# at random for SOAKTIME, each time compared with a server that has just been started.
soak-editor:
	$(GO) test -count=1 -v -run '^TestSoak$$' ./server -soak-edits 100000
	$(GO) test -count=1 -timeout 0 -run '^TestRandom' ./server -soak-time $(SOAKTIME)

# pictures takes those of docs/editors.md, from Neovim in tmux, and draws those of the extension.
pictures:
	cd editors/nvim/pictures && $(GO) run .
	cd editors/vscode && npm ci --no-audit --no-fund && npm run pictures
	cd editors/vscode && for sample in allow.lua store.go allow_test.redis; do rsvg-convert -z 1.5 out/$$sample.svg -o images/$$(echo $$sample | tr . -).png; done

# lint also looks at the build for another system with 32 bits, and runs luagen's own
# linter over the example scripts.
lint:
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "not gofmt-ed:"; echo "$$unformatted"; exit 1; fi
	$(call each,$(GO) vet ./...)
	$(call each,GOOS=windows GOARCH=386 $(GO) vet ./...)
	$(call each,$(STATICCHECK) ./...)
	$(GO) run ./cmd/luagen lint examples/scripts/...

check: lint
	$(GO) run ./cmd/luagen generate --check -o examples/gen examples/scripts/...

# fuzz runs every fuzz target for FUZZTIME: so many inputs, or a time such as 1m. The default
# is a count, because before Go 1.27 go test -fuzz may fail when its time runs out
# (https://go.dev/issue/75804).
fuzz: redis
	@set -e; for module in $(MODULES); do (cd $$module; for pkg in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true); do \
			echo "fuzz $$pkg $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) $$pkg; \
		done; \
	done); done

# golden rewrites every golden file; read the diff before you commit it.
golden: redis
	$(GO) test $$(grep -rl --include='*_test.go' 'flag.Bool("update"' . | xargs -n 1 dirname | sort -u) -update

# commands rewrites the table of Redis commands from a live redis-server.
commands: redis
	$(GO) generate ./analysis/command/...

bench:
	$(MAKE) -C bench

# redis makes sure that there is a redis-server: it installs Debian's where that
# is possible and says how to get one otherwise.
redis:
	@command -v "$${LUAGEN_REDIS_SERVER:-redis-server}" >/dev/null && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then sudo=; \
	elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then sudo="sudo -n"; \
	else echo "redis-server is needed: install your system's package (apt-get install redis-server, brew install redis)"; exit 1; fi; \
	echo "installing redis-server"; \
	$$sudo apt-get update -qq && $$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq redis-server >/dev/null

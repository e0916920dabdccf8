# `make demo` shows what Teamwright does; `make test` passes every test. Both set up what they need.

CARGO ?= cargo
OUT := target/demo/acme
BIN := target/release/teamwright
DENY_VERSION := 0.20.2
DENY := target/tools/bin/cargo-deny
FUZZ_VERSION := 0.13.2
FUZZ := target/tools/bin/cargo-fuzz
MUTANTS_VERSION := 27.1.0
MUTANTS := target/tools/bin/cargo-mutants
CYCLONEDX_VERSION := 0.5.9
CYCLONEDX := target/tools/bin/cargo-cyclonedx
PARITY_INPUTS ?= 2000
PARITY_SEED ?= 1
TARGET ?= compile
SECONDS ?= 600
# A commit always grows the same inputs, and every commit other ones.
FUZZ_SEED ?= $(shell printf '%d' 0x$$(git rev-parse --short=8 HEAD 2>/dev/null || echo 1))

.PHONY: demo test lint format bench bench-page bench-smoke bless fuzz fuzz-keep fuzz-smoke mutants vectors build wasm wasm-test wasm-bench wasm-twice parity web web-bench web-test preview image image-test sbom release clean help

help: ## What can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## Compile the example organisation, show one broken file's errors, and at a terminal the live preview
	@./examples/demo.sh $(BIN) $(OUT)
	@if [ -t 0 ] && [ -t 1 ] && command -v node >/dev/null; then $(MAKE) --no-print-directory preview; fi

test: ## Run every test
	@echo "running the tests"
	@$(CARGO) test --workspace --quiet

lint: $(DENY) ## Formatting, lints, licences and sources of dependencies
	@$(CARGO) fmt --all --check
	@$(CARGO) fmt --manifest-path tests/fuzz/Cargo.toml --check
	@$(CARGO) clippy --workspace --all-targets --quiet -- --deny warnings
	@$(CARGO) fmt --check --manifest-path wasm-pkg/build/Cargo.toml
	@$(CARGO) fmt --check --manifest-path tests/mutants/Cargo.toml
	@$(CARGO) clippy --quiet --locked --all-targets --manifest-path tests/mutants/Cargo.toml --target-dir target/mutants/tool -- --deny warnings
	@$(CARGO) test --quiet --locked --manifest-path tests/mutants/Cargo.toml --target-dir target/mutants/tool
	@$(DENY) --log-level error --config deny.toml --manifest-path tests/mutants/Cargo.toml check bans licenses sources
	@$(CARGO) fmt --all --check --manifest-path tests/parity/Cargo.toml
	@$(CARGO) clippy --workspace --quiet --locked --all-targets --manifest-path tests/parity/Cargo.toml --target-dir target/parity -- --deny warnings
	@$(DENY) --log-level error --config deny.toml --manifest-path tests/parity/Cargo.toml --workspace check bans licenses sources
	@$(CARGO) clippy --quiet --locked --manifest-path wasm-pkg/build/Cargo.toml --target-dir target/wasm-pkg/tool -- --deny warnings
	@$(DENY) --log-level error check bans licenses sources
	@$(DENY) --log-level error --config deny.toml --manifest-path wasm-pkg/build/Cargo.toml check bans licenses sources
	@./.ci/advisories $(DENY)

format: ## Format everything
	@$(CARGO) fmt --all
	@$(CARGO) fmt --manifest-path tests/fuzz/Cargo.toml
	@$(CARGO) fmt --manifest-path tests/mutants/Cargo.toml
	@$(CARGO) fmt --all --manifest-path tests/parity/Cargo.toml

bench: ## Measure
	@$(CARGO) bench --package teamwright-tests --bench compile

bench-page: ## Measure beside the yardsticks (and Helm, where there is one), and write docs/performance.md
	@command=$$(./plugin-cmp/static.sh) && hello=$$(./plugin-cmp/static.sh --example hello) && \
		TEAMWRIGHT=$$(realpath $$command) HELLO=$$(realpath $$hello) PAGE=1 $(CARGO) bench --quiet --package teamwright-tests --bench yardsticks

bench-smoke: ## Run every benchmark once, to see that it still runs
	@$(CARGO) test --quiet --package teamwright-tests --benches

bless: ## Rewrite expected outputs; read the diff afterwards
	@BLESS=1 $(CARGO) test --workspace --quiet

fuzz-smoke: ## Grow inputs from the fuzzer's corpus for a minute; FUZZ_SEED=… grows others
	@echo "growing inputs for a minute, seed $(FUZZ_SEED)"
	@FUZZ_SECONDS=12 FUZZ_SEED=$(FUZZ_SEED) $(CARGO) test --quiet --package teamwright-tests --test fuzz grows -- --test-threads=1

# Without a sanitizer: the compiler is safe Rust, where one finds nothing and costs most of the speed.
FUZZING = PATH="$(CURDIR)/target/tools/bin:$$PATH" $(CARGO) +nightly fuzz run --fuzz-dir tests/fuzz --target-dir target/fuzz --sanitizer none $(TARGET)
GROWN = target/fuzz/corpus/$(TARGET)
KEPT = tests/fuzz/corpus/$(TARGET)

fuzz: $(FUZZ) ## Fuzz one TARGET=… (see tests/fuzz) for so many SECONDS=…, guided by coverage (needs nightly)
	@rustup run nightly rustc --version >/dev/null 2>&1 || { echo "make fuzz needs the nightly compiler: rustup toolchain install nightly --profile minimal"; exit 1; }
	@$(CARGO) run --quiet --package teamwright-tests --example fuzz_seeds -- $(TARGET) $(GROWN)
	@$(FUZZING) $(GROWN) $(KEPT) -- -max_total_time=$(SECONDS) -rss_limit_mb=1024 -timeout=10 -max_len=8192 -print_final_stats=1

# Where that is more than 400 files, some of every length are left.
fuzz-keep: $(FUZZ) ## Keep of what `make fuzz` found for a TARGET=… the least that reaches as much
	@rm -rf target/fuzz/kept && mkdir -p target/fuzz/kept
	@$(FUZZING) target/fuzz/kept $(KEPT) $(GROWN) -- -merge=1 -set_cover_merge=1 -use_counters=0 -max_len=2048
	@cd target/fuzz/kept && ls -S | awk '{ name[NR] = $$0 } END { step = int((NR + 399) / 400); for (i = 1; i <= NR; i++) if (i % step) print name[i] }' | xargs -r rm --
	@rm -rf $(KEPT) && mv target/fuzz/kept $(KEPT)

mutants: $(MUTANTS) ## Break the core in thousands of ways and count what the tests see (AGAIN=1 after adding tests, ONLY=… one place)
	@echo "about an hour; what is known is kept, so that it can be stopped and started again"
	@nice -n 19 $(CARGO) run --quiet --locked --manifest-path tests/mutants/Cargo.toml --target-dir target/mutants/tool -- $(CURDIR)/$(MUTANTS) $(if $(AGAIN),--again) $(if $(ONLY),--only $(ONLY))

vectors: ## Ask the code of Kubernetes, Argo CD and git again what the compiler is compared with (needs Go 1.26)
	@go version | grep -qE 'go(1\.(2[6-9]|[3-9][0-9])|[2-9])' || { echo "make vectors needs Go 1.26 or newer"; exit 1; }
	@cd tests/argocd && go run ./cmd/vectors --out ../vectors

build: ## The command, optimised
	@echo "building teamwright (a minute the first time, seconds afterwards)"
	@$(CARGO) build --release --quiet --package teamwright

wasm: wasm-pkg/node_modules/.package-lock.json ## The npm package, in wasm-pkg/pkg (needs Node 20)
	@echo "building the npm package (some minutes the first time)"
	@$(CARGO) run --quiet --locked --manifest-path wasm-pkg/build/Cargo.toml --target-dir target/wasm-pkg/tool

wasm-test: wasm ## Run the npm package's tests, in Node and in Chromium
	@chrome=$$(./wasm-pkg/tests/chromium.sh) && CHROME_PATH="$$chrome" node --test --test-reporter=dot wasm-pkg/tests/*.test.mjs

wasm-bench: wasm ## Measure a keystroke and a start of the npm package in Node
	@node wasm-pkg/bench/keystroke.mjs

wasm-twice: wasm ## Build the npm package again, from another folder and nothing, and compare the digests
	@./wasm-pkg/build/twice.sh

parity: wasm ## Ask the library, the command, Node and wasmtime about every input, and compare each byte (PARITY_INPUTS=… asks about more)
	@echo "asking four hosts the same (some minutes the first time, for the engine)"
	@$(CARGO) build --quiet --package teamwright
	@$(CARGO) build --quiet --locked --manifest-path tests/parity/engine/Cargo.toml --target-dir target/parity
	@ENGINE=$$(realpath target/parity/debug/teamwright-parity-engine) TEAMWRIGHT=$$(realpath "$${TEAMWRIGHT:-$${CARGO_TARGET_DIR:-target}/debug/teamwright}") PARITY_INPUTS=$(PARITY_INPUTS) PARITY_SEED=$(PARITY_SEED) \
		$(CARGO) test --quiet --locked --manifest-path tests/parity/Cargo.toml --target-dir target/parity

web: web/node_modules/.package-lock.json ## The live preview, in web/dist: files for any static host (needs Node 20)
	@web/node_modules/.bin/tsc --project web --noEmit
	@web/node_modules/.bin/vite build web --logLevel warn
	@node web/build/sizes.mjs

web-bench: web ## Measure from a keystroke to its paint, beside the editor alone, in Chromium and Firefox (RUNS=…)
	@web/node_modules/.bin/tsc --project web
	@web/node_modules/.bin/vite build web --config web/bench/vite.config.ts --logLevel warn
	@chrome=$$(./wasm-pkg/tests/chromium.sh) && firefox=$$(./web/test/firefox.sh) && \
		CHROME_PATH="$$chrome" FIREFOX_PATH="$$firefox" node web/bench/keystroke.mjs $(RUNS)

web-test: web ## Run the live preview's tests, in Node, in Chromium and in Firefox
	@web/node_modules/.bin/tsc --project web
	@chrome=$$(./wasm-pkg/tests/chromium.sh) && firefox=$$(./web/test/firefox.sh) && \
		CHROME_PATH="$$chrome" FIREFOX_PATH="$$firefox" node --test --test-reporter=dot web/test/*.test.mjs

preview: web ## Serve the live preview to this machine, until Ctrl-C
	@node web/serve.mjs

image: ## The sidecar's image for both architectures, as an OCI layout in target/image/layout, and its digest
	@./plugin-cmp/image.sh target/image/layout x86_64 aarch64

image-test: ## Pack the image twice, and run it in an empty root that can't be written, as uid 999, without network (needs root)
	@./plugin-cmp/image-test.sh

sbom: $(CYCLONEDX) ## What the command is made of, as CycloneDX, in target/teamwright.cdx.json
	@$(CYCLONEDX) cyclonedx --quiet --format json --target all --manifest-path plugin-cmp/Cargo.toml --override-filename teamwright.cdx
	@mv plugin-cmp/teamwright.cdx.json target/ && rm -f core/teamwright.cdx.json plugin-cmp/memory/teamwright.cdx.json

release: ## The npm package and the static command, each with the digest of the .wasm
	@TEAMWRIGHT_RELEASE=1 $(MAKE) --no-print-directory wasm
	@TEAMWRIGHT_WASM_DIGEST=$$(node wasm-pkg/build/sizes.mjs --digest wasm-pkg/pkg/teamwright_bg.wasm) ./plugin-cmp/static.sh

clean: ## Remove what was built
	@$(CARGO) clean --quiet

wasm-pkg/node_modules/.package-lock.json: wasm-pkg/package.json wasm-pkg/package-lock.json
	@echo "fetching wasm-opt, TypeScript and what the tests bundle with (once)"
	@cd wasm-pkg && npm ci --silent --no-fund --no-audit
	@touch $@

# The page's compiler is a link to the package that was made here.
web/node_modules/.package-lock.json: web/package.json web/package-lock.json | wasm
	@echo "fetching CodeMirror, Vite and what the page's tests need (once)"
	@cd web && npm ci --silent --no-fund --no-audit
	@touch $@

$(DENY):
	@echo "installing cargo-deny $(DENY_VERSION) (some minutes, once)"
	@$(CARGO) install --quiet --locked --root target/tools --target-dir target/tools/build cargo-deny --version $(DENY_VERSION)

$(FUZZ):
	@echo "installing cargo-fuzz $(FUZZ_VERSION) (some minutes, once)"
	@$(CARGO) install --quiet --locked --root target/tools --target-dir target/tools/build cargo-fuzz --version $(FUZZ_VERSION)

$(CYCLONEDX):
	@echo "installing cargo-cyclonedx $(CYCLONEDX_VERSION) (some minutes, once)"
	@$(CARGO) install --quiet --locked --root target/tools --target-dir target/tools/build cargo-cyclonedx --version $(CYCLONEDX_VERSION)

$(MUTANTS):
	@echo "installing cargo-mutants $(MUTANTS_VERSION) (some minutes, once)"
	@$(CARGO) install --quiet --locked --root target/tools --target-dir target/tools/build cargo-mutants --version $(MUTANTS_VERSION)

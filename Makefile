# A thin front of Meson: each target is one sentence of README.md.
BUILD ?= build
JOBS  ?= 2
MADE  ?=
.PHONY: all deps deps-test build build-tests run test san tsan soak tidy trace cover bench clean

all: build

deps:
	@packaging/deps packaging/apt.txt

deps-test:
	@packaging/deps packaging/apt.txt packaging/apt-test.txt

$(BUILD)/build.ninja:
	@meson setup $(BUILD) >/dev/null

build: $(BUILD)/build.ninja
	@ninja -C $(BUILD) -j $(JOBS) --quiet $(MADE)

# A folder that was set up before the tests' packages came leaves them out.
build-tests: $(BUILD)/build.ninja
	@test -d $(BUILD)/tests || meson setup --reconfigure $(BUILD) >/dev/null
	@ninja -C $(BUILD) -j $(JOBS) --quiet

# From nothing to a running demo on 127.0.0.1:8080.
run: deps
	@$(MAKE) --no-print-directory build MADE=bedside
	@packaging/run $(BUILD)/bedside

# What must pass; last line "N passed, N failed".
test: deps-test
	@$(MAKE) --no-print-directory build-tests
	@tests/run $(BUILD)

# The same tests under address and undefined-behaviour sanitizers.  Not those
# that run nothing of ours (tidy, build), and neither the kills nor the
# browser's walk: too slow here, and they go where flow and sim go too.
san: deps-test
	@[ -d build-san ] || meson setup build-san >/dev/null \
	    -Db_sanitize=address,undefined -Db_lundef=false
	@ninja -C build-san -j $(JOBS) --quiet
	@tests/run build-san --timeout-multiplier 5 --no-suite tidy \
	    --no-suite build --no-suite kill --no-suite browser

# The rooms with threads of their own, under the thread sanitizer.
tsan: deps-test
	@[ -d build-tsan ] || meson setup build-tsan >/dev/null \
	    -Db_sanitize=thread -Db_lundef=false
	@ninja -C build-tsan -j $(JOBS) --quiet
	@tests/run build-tsan --timeout-multiplier 5 --suite threads

# The same tests at an issue's full figures: make soak N=1000.
soak: deps-test
	@$(MAKE) --no-print-directory build-tests
	@N=$(N) tests/soak $(BUILD)

tidy:
	@python3 tools/tidy.py

trace:
	@python3 tools/trace.py

bench: deps-test
	@packaging/deps packaging/apt-bench.txt
	@$(MAKE) --no-print-directory build-tests
	@bench/run $(BUILD)

clean:
	rm -rf build build-san build-tsan

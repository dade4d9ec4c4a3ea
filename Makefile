# A thin front of Meson: each target is one sentence of README.md.
BUILD ?= build
JOBS  ?= 2
.PHONY: all deps deps-test build run test san soak tidy trace cover bench clean

all: build

deps:
	@packaging/deps packaging/apt.txt

deps-test:
	@packaging/deps packaging/apt.txt packaging/apt-test.txt

$(BUILD)/build.ninja:
	@meson setup $(BUILD) >/dev/null

build: $(BUILD)/build.ninja
	@ninja -C $(BUILD) -j $(JOBS) --quiet

# From nothing to a running demo on 127.0.0.1:8080.
run: deps
	@$(MAKE) --no-print-directory build
	@packaging/run $(BUILD)/bedside

# What must pass; last line "N passed, N failed".
test: deps-test
	@$(MAKE) --no-print-directory build
	@tests/run $(BUILD)

# The same tests under address and undefined-behaviour sanitizers.
san: deps-test
	@meson setup build-san -Db_sanitize=address,undefined -Db_lundef=false \
	    >/dev/null 2>&1 || true
	@ninja -C build-san -j $(JOBS) --quiet
	@tests/run build-san

# The same tests at an issue's full figures: make soak N=1000.
soak: deps-test
	@$(MAKE) --no-print-directory build
	@N=$(N) tests/soak $(BUILD)

tidy:
	@python3 tools/tidy.py

trace:
	@python3 tools/trace.py

bench: deps-test
	@$(MAKE) --no-print-directory build
	@bench/run $(BUILD)

clean:
	rm -rf build build-san

# SPDX-License-Identifier: BSD-2-Clause
# Two commands do everything on a fresh Debian 12: `make demo` shows kustode at work behind a real
# Postfix and mlmmj, `make check` runs every test. Both install what they need first.

VERSION  := 0.1.0
PREFIX   ?= /usr/local
DESTDIR  ?=
BUILD    ?= build
CC       := $(if $(filter default,$(origin CC)),gcc,$(CC))
OPTIMISE ?= -O2 -g
SANITISE ?=
TIME     ?= 60

# ---- what must be installed -------------------------------------------------------------------
BUILD_PACKAGES := gcc make pkg-config libc6-dev libglib2.0-dev libgmime-3.0-dev libmilter-dev \
	libpcre2-dev libfyaml-dev libjansson-dev libseccomp-dev libsystemd-dev zlib1g-dev liblzma-dev \
	libcurl4-openssl-dev
DEMO_PACKAGES  := postfix mlmmj perl
CHECK_PACKAGES := $(DEMO_PACKAGES) libio-pty-perl miltertest man-db codespell cppcheck clang clang-format \
	clang-tidy libclang-rt-14-dev universal-ctags xz-utils gnupg openssl libmail-dkim-perl chromium

# Installs only what dpkg does not know yet; says which, and needs root for it. Never takes a package away
# (--no-remove: another mail server stays, and apt says so), and a Postfix that comes this way gets no
# configuration, so that it does not run.
define install_packages
@missing=$$(for p in $(1); do dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || printf ' %s' $$p; done); \
if [ -n "$$missing" ]; then \
	echo "installing:$$missing"; \
	if [ "$$(id -u)" = 0 ]; then as=; else as=sudo; fi; \
	said=$$(mktemp); trap 'rm -f "$$said"' EXIT; \
	{ $$as apt-get update -q && \
	case "$$missing " in *" postfix "*) \
		echo 'postfix postfix/main_mailer_type select No configuration' | $$as debconf-set-selections;; \
	esac && \
	$$as env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends --no-remove $$missing; \
	} >"$$said" 2>&1 || { tail -n 20 "$$said"; echo "installing failed; nothing was taken away"; exit 1; }; \
fi
endef

# ---- sources ----------------------------------------------------------------------------------
CORE_ROOMS    := text mail rules decision
OUTSIDE_ROOMS := settings records pool
sources        = $(wildcard $(addsuffix /*.c,$(addprefix milter/,$(1))))
objects        = $(patsubst %.c,$(BUILD)/%.o,$(1))

LIBRARY         := $(BUILD)/libkustode.a
LIBRARY_OBJECTS := $(call objects,$(call sources,$(CORE_ROOMS) $(OUTSIDE_ROOMS)))
TOOL_OBJECTS    := $(call objects,$(call sources,cli))
DAEMON_OBJECTS  := $(call objects,$(call sources,daemon))
PROGRAMS        := $(if $(wildcard milter/cli/main.c),$(BUILD)/kustode) $(if $(DAEMON_OBJECTS),$(BUILD)/kustode-milter)

UNIT_TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/unit/%,$(wildcard tests/unit/*.c))
FUZZERS    := $(patsubst tests/fuzz/%.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCHES    := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*.c))

# ---- flags ------------------------------------------------------------------------------------
PACKAGES := glib-2.0 gmime-3.0 libpcre2-8 jansson libfyaml libsystemd libseccomp gio-2.0 zlib liblzma libcurl
ifeq ($(shell pkg-config --exists $(PACKAGES) 2>/dev/null && echo yes),yes)
PACKAGE_CFLAGS := $(shell pkg-config --cflags $(PACKAGES))
PACKAGE_LIBS   := $(shell pkg-config --libs $(PACKAGES)) -lm
endif
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings \
	-Wformat=2 -Wvla -Werror
CFLAGS   ?= $(OPTIMISE)
ALL_CFLAGS = -std=gnu17 -Iinclude -Imilter $(WARNINGS) -fstack-protector-strong -D_GNU_SOURCE -fPIE \
	$(if $(SANITISE),,-D_FORTIFY_SOURCE=2) -DKUSTODE_VERSION='"$(VERSION)"' -DKUSTODE_RULES_DIR='"$(PREFIX)/share/kustode/rules"' \
	-DKUSTODE_NOTICES_DIR='"$(PREFIX)/share/kustode/notices"' \
	$(CFLAGS) $(SANITISE) $(PACKAGE_CFLAGS) $(CPPFLAGS)
ALL_LDFLAGS = -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SANITISE) $(LDFLAGS)

# ---- building ---------------------------------------------------------------------------------
.PHONY: all deps demo-deps check-deps check check-built unit demo lint asan asan-check tsan fuzz bench cover bless \
	clean install
all: $(PROGRAMS) $(LIBRARY)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(LIBRARY): $(LIBRARY_OBJECTS)
	@rm -f $@
	ar rcs $@ $^

# The report's page is part of the program: its style, its script and its body as they are written.
PAGE := milter/cli/page/page.gresource.xml
$(BUILD)/page.c: $(PAGE) $(wildcard milter/cli/page/*)
	@mkdir -p $(@D)
	glib-compile-resources --generate-source --c-name kustode_page --sourcedir=$(dir $(PAGE)) --target=$@ $<
$(BUILD)/page.o: $(BUILD)/page.c
	$(CC) $(ALL_CFLAGS) -c -o $@ $<

$(BUILD)/kustode: $(TOOL_OBJECTS) $(BUILD)/page.o $(LIBRARY)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PACKAGE_LIBS)

$(BUILD)/kustode-milter: $(DAEMON_OBJECTS) $(LIBRARY)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PACKAGE_LIBS) -lmilter -lpthread

# Both programs with a judging that does to its process what the post asks for, and a daemon of little patience.
FAULTY := $(BUILD)/tests/kustode-milter-faulty $(BUILD)/tests/kustode-faulty
FAULTY_OBJECTS := $(addprefix $(BUILD)/tests/milter/faulty/,judge_post.o patience.o)
$(BUILD)/tests/kustode-milter-faulty: $(filter-out %/patience.o,$(DAEMON_OBJECTS)) $(FAULTY_OBJECTS) $(LIBRARY)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PACKAGE_LIBS) -lmilter -lpthread
$(BUILD)/tests/kustode-faulty: $(TOOL_OBJECTS) $(filter %/judge_post.o,$(FAULTY_OBJECTS)) $(LIBRARY)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PACKAGE_LIBS)

$(BUILD)/tests/unit/%: tests/unit/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -MF $@.d $(ALL_LDFLAGS) -o $@ $< $(filter %.o,$^) $(LIBRARY) $(PACKAGE_LIBS)

$(BUILD)/tests/unit/mailbox: $(filter $(BUILD)/milter/cli/mailbox%,$(TOOL_OBJECTS))
$(BUILD)/tests/unit/tune_fit: $(filter $(BUILD)/milter/cli/tune_fit.o $(BUILD)/milter/cli/tune_search.o,$(TOOL_OBJECTS))
$(BUILD)/tests/unit/judged_post: $(filter $(addprefix $(BUILD)/milter/cli/,mailbox%.o judged_post.o labels.o label_lines.o),$(TOOL_OBJECTS))

MAILBOX_OBJECTS := $(call objects,$(wildcard milter/cli/mailbox*.c))

$(BUILD)/bench/%: tests/bench/%.c $(LIBRARY) $(MAILBOX_OBJECTS)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -MF $@.d $(ALL_LDFLAGS) -o $@ $< $(MAILBOX_OBJECTS) $(LIBRARY) $(PACKAGE_LIBS)

# The service bench: a client, and milters to be measured against.
SERVICE_BENCH := $(BUILD)/bench/service
BENCH_MILTERS := $(addprefix $(BUILD)/bench/,plain in_process kustode-milter-crashing)
FRONT_OBJECTS := $(filter-out $(BUILD)/milter/daemon/main.o,$(DAEMON_OBJECTS))

$(SERVICE_BENCH): $(call objects,$(wildcard tests/bench/service/*.c)) $(LIBRARY) $(MAILBOX_OBJECTS)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PACKAGE_LIBS)

$(BUILD)/bench/plain: $(BUILD)/tests/bench/milters/plain.o $(LIBRARY)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PACKAGE_LIBS) -lmilter -lpthread

$(BUILD)/bench/in_process: $(BUILD)/tests/bench/milters/in_process.o $(FRONT_OBJECTS) $(LIBRARY)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PACKAGE_LIBS) -lmilter -lpthread

$(BUILD)/bench/kustode-milter-crashing: $(BUILD)/tests/bench/milters/crashing.o $(DAEMON_OBJECTS) $(LIBRARY)
	$(CC) $(ALL_LDFLAGS) -Wl,--wrap=judge_post -o $@ $^ $(PACKAGE_LIBS) -lmilter -lpthread

# ---- installing -------------------------------------------------------------------------------
deps:
	$(call install_packages,$(BUILD_PACKAGES))
demo-deps: deps
	$(call install_packages,$(DEMO_PACKAGES))
check-deps: deps
	$(call install_packages,$(CHECK_PACKAGES))
	@tests/milter/unpack-sendmail $(BUILD)/sendmail

# `make install DESTDIR= PREFIX=`: programs, manual pages, rules, the commented sample, the unit. What is in
# /etc/kustode stays as it is.
INSTALL_SHARE := $(DESTDIR)$(PREFIX)/share
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/sbin $(DESTDIR)$(PREFIX)/lib/systemd/system \
		$(addprefix $(INSTALL_SHARE)/,kustode/rules kustode/notices doc/kustode man/man1 man/man5 man/man8) \
		$(DESTDIR)/etc/kustode/lists.d $(DESTDIR)/etc/kustode/rules.d $(DESTDIR)/etc/kustode/notices.d
	install $(BUILD)/kustode $(DESTDIR)$(PREFIX)/bin
	install $(BUILD)/kustode-milter $(DESTDIR)$(PREFIX)/sbin
	install -m 644 samples/rules/*.yaml $(INSTALL_SHARE)/kustode/rules
	install -m 644 samples/notices/*.txt $(INSTALL_SHARE)/kustode/notices
	for page in milter/man/*.[158]; do \
		install -m 644 $$page $(INSTALL_SHARE)/man/man$${page##*.} || exit 1; \
	done
	sed -e 's|^rule-files: .*|rule-files: [$(PREFIX)/share/kustode/rules/*.yaml, rules.d/*.yaml]|' \
		-e 's|^notice-files: .*|notice-files: [$(PREFIX)/share/kustode/notices/*.txt, notices.d/*.txt]|' \
		samples/kustode.yaml > $(INSTALL_SHARE)/doc/kustode/kustode.yaml
	install -m 644 README.md LICENSE $(INSTALL_SHARE)/doc/kustode
	sed 's|/usr/local|$(PREFIX)|g' samples/systemd/kustode-milter.service \
		> $(DESTDIR)$(PREFIX)/lib/systemd/system/kustode-milter.service

# ---- testing ----------------------------------------------------------------------------------
# Packages may just have been installed, so the flags are found anew by a second make.
check: check-deps
	@$(MAKE) --no-print-directory -j2 all unit-tests
	@$(MAKE) --no-print-directory check-built

.PHONY: unit-tests
unit-tests: $(UNIT_TESTS) $(FAULTY)

unit: $(UNIT_TESTS)
	@$(if $(UNIT_TESTS),prove -Q -j2 $(UNIT_TESTS) :: --tap)

SCRIPT_TESTS = $(wildcard tests/*/*.t)
check-built: $(PROGRAMS) $(UNIT_TESTS) $(FAULTY)
	@KUSTODE_BUILD=$(BUILD) prove -j2 $(UNIT_TESTS) $(SCRIPT_TESTS) :: --tap

# ---- sanitizers and fuzzing --------------------------------------------------------------------
# Each in a build folder of its own, by a second make.
UNDEFINED := undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer

asan:
	@$(MAKE) --no-print-directory BUILD=build/asan OPTIMISE='-O1 -g' SANITISE='-fsanitize=address,$(UNDEFINED)' all unit

asan-check: asan
	@for mbox in samples/mbox/*.mbox; do \
		build/asan/kustode scan --in-process -q --json -c samples/kustode.yaml $$mbox >/dev/null || exit 1; done

tsan:
	@$(MAKE) --no-print-directory BUILD=build/tsan OPTIMISE='-O1 -g' SANITISE='-fsanitize=thread' all unit

# `make fuzz TIME=60`: so many seconds a fuzzer; `make fuzz FUZZ=message` runs that one alone.
FUZZ ?= *
.PHONY: fuzzers
$(BUILD)/fuzz_%: tests/fuzz/fuzz_%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -MF $@.d $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $< $(LIBRARY) $(PACKAGE_LIBS)

fuzzers: $(FUZZERS)

fuzz:
	@command -v clang >/dev/null || { echo "fuzz: clang is missing; make check-deps installs it"; exit 1; }
	@$(MAKE) --no-print-directory BUILD=build/fuzz CC=clang OPTIMISE='-O1 -g' \
		SANITISE='-fsanitize=fuzzer-no-link,address,$(UNDEFINED)' fuzzers
	@for name in $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/fuzz_$(FUZZ).c)); do \
		tests/fuzz/run build/fuzz/$$name $(TIME) || exit 1; done

# Rewrites what the cases expect, for review in the diff.
bless: all unit-tests
	@KUSTODE_BUILD=$(BUILD) KUSTODE_BLESS=1 prove -Q tests/cases/layers.t $(BUILD)/tests/unit/config_cases :: --tap; git diff --stat tests/cases

# Lines run by the unit tests and the cases, a folder each. What worker processes run is not counted:
# they end without the writing of counts.
cover:
	@$(MAKE) --no-print-directory -s -j2 BUILD=build/cover OPTIMISE='-O0 -g' SANITISE=--coverage all unit-tests
	@KUSTODE_BUILD=build/cover prove -Q -j2 $(patsubst $(BUILD)/%,build/cover/%,$(UNIT_TESTS)) tests/cases/*.t tests/cli/*.t :: --tap
	@cd build/cover && find milter -name '*.gcda' | xargs gcov -n 2>/dev/null | awk ' \
		/^File .milter/ { split($$2, part, "/"); room = part[2]; next } /^File/ { room = "" } \
		/^Lines executed/ && room { split($$0, word, /[:% ]+/); lines[room] += word[5]; run[room] += word[5] * word[3] / 100; room = "" } \
		END { for (r in lines) printf "%-10s %5d lines, %3.0f %% run\n", r, lines[r], 100 * run[r] / lines[r] }'

lint: check-deps
	@prove tests/lint/*.t

# Ratios of one run are worth quoting, absolute figures are not, and neither where the load is not
# far below the number of cores. INPUT: mailboxes of your own; MEASURE=reload,crashes: those alone;
# LONG: posts of the long run.
INPUT   ?= $(wildcard samples/mbox/*.mbox)
MEASURE ?= all
LONG    ?= 100000
bench: deps
	@$(MAKE) --no-print-directory -s -j2 all bench-programs
	@echo "commit $$(git rev-parse --short HEAD 2>/dev/null || echo unknown), $$(uname -m), $$(nproc) cores, load $$(cut -d' ' -f1 /proc/loadavg)"
	@$(BUILD)/bench/scan samples/kustode.yaml $(INPUT)
	@$(BUILD)/bench/hostile
	@tests/bench/page $(BUILD)
	@$(BUILD)/bench/service $(BUILD) $(MEASURE) $(LONG) $(INPUT)
	@echo "load at the end $$(cut -d' ' -f1 /proc/loadavg)"

.PHONY: bench-programs
bench-programs: $(BENCHES) $(SERVICE_BENCH) $(BENCH_MILTERS)

compile_commands.json: $(MAKEFILE_LIST)
	@if command -v bear >/dev/null; then bear -- $(MAKE) --no-print-directory -sB all; \
	else echo "skipped: bear is not installed"; fi

demo: demo-deps
	@echo "building"
	@$(MAKE) -s --no-print-directory -j2 all
	@tests/milter/demo $(BUILD)

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD) -type f -name '*.d' 2>/dev/null)

# make              build/ngx_jobs_module.so and build/jobs-sync
# make demo         a board from the sample feed, on 127.0.0.1:8080 (PORT=)
# make test         all tests; SANITIZE=1: with AddressSanitizer and UBSan,
#                   VALGRIND=1: every program under memcheck
# make bench        the benchmarks (docs/benchmarks.md); BENCH= their arguments
# make fuzz         the fuzz targets, FUZZ_TIME= seconds each; needs clang;
#                   ROARING_SRC= CRoaring's source, to have it instrumented
# make install      into DESTDIR and PREFIX
# make clean
#
# LTO= compiles each file by itself, for compilers without GCC's options.
#
# The module is built against the installed nginx (Debian's nginx-dev);
# NGINX_SRC= names another source tree that has been configured likewise.

NGINX_SRC ?= /usr/share/nginx/src
CC        ?= cc
PREFIX    ?= /usr
PORT      ?= 8080
FUZZ_TIME ?= 600

ifdef SANITIZE
B        := build/asan
OPTIMISE := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined
LINK     := -fsanitize=address,undefined
LTO      :=
export JOBS_PRELOAD := $(shell $(CC) -print-file-name=libasan.so)
export ASAN_OPTIONS := detect_leaks=0
export UBSAN_OPTIONS := print_stacktrace=1
else
B        := build
OPTIMISE := -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fno-plt
LINK     :=
LTO      ?= -flto=auto -ffat-lto-objects
endif

ifdef VALGRIND
ifdef SANITIZE
$(error SANITIZE=1 and VALGRIND=1 exclude each other)
endif
export JOBS_VALGRIND := 1
UNDER    := memcheck
PROVE    := prove --exec t/memcheck
else
UNDER    :=
PROVE    := prove -It/lib
endif

WARN    := -Wall -Wextra -Werror -Wformat -Werror=format-security
CFLAGS  := -std=gnu11 $(OPTIMISE) $(WARN)
INCLUDE := -I$(B)/gen -Ingx_jobs_module/core -Ingx_jobs_module/sync \
           -I/usr/include/libxml2
LDFLAGS := $(LINK) -Wl,-z,relro -Wl,-z,now -Wl,--as-needed
LDLIBS  := -lsqlite3 -lroaring -lstemmer -lcjson -lcrypto -lm
SYNCLIB := -lcurl -lexpat -lxml2 -lz -lpthread

CORE  := $(wildcard ngx_jobs_module/core/*.c)
SYNC  := $(wildcard ngx_jobs_module/sync/*.c ngx_jobs_module/sync/formats/*.c)
GLUE  := $(wildcard ngx_jobs_module/*.c)
HEADS := $(wildcard ngx_jobs_module/*.h ngx_jobs_module/*/*.h \
                    ngx_jobs_module/*/*/*.h)
DATA  := $(wildcard ngx_jobs_module/web/*) conf/schema.sql \
         $(wildcard conf/taxonomy/*.csv conf/taxonomy/searches/*.json)
GEN   := $(B)/gen/.made

object  = $(patsubst ngx_jobs_module/%.c,$(B)/obj/%.o,$(1))
SYNC_MAIN := ngx_jobs_module/sync/sync_main.c
LIBRARY   := $(call object,$(CORE) $(filter-out $(SYNC_MAIN),$(SYNC)))
UNITS     := $(patsubst t/unit/%.c,$(B)/unit/%,$(wildcard t/unit/*.c))
ABSOLUTE  := $(CURDIR)/$(B)/nginx

# libFuzzer wants clang, and everything that is looked at instrumented

FUZZ        := $(patsubst t/fuzz/%.c,%,$(wildcard t/fuzz/*.c))
FUZZ_CC     := clang -std=gnu11 -O1 -g -fno-omit-frame-pointer $(WARN) \
               -fno-sanitize-recover=undefined
FUZZ_FLAGS  := -fsanitize=fuzzer-no-link,address,undefined

# AddressSanitizer does not see into Debian's CRoaring, but into this one, a
# checkout of the same version

ifdef ROARING_SRC
F           := $(B)/fuzz-roaring
FUZZ_CC     += -isystem $(ROARING_SRC)/include
FUZZ_LIBS   := $(filter-out -lroaring,$(LDLIBS))
FUZZ_MORE   := $(patsubst $(ROARING_SRC)/%.c,$(F)/roaring/%.o,\
                   $(wildcard $(ROARING_SRC)/src/*.c \
                              $(ROARING_SRC)/src/containers/*.c))
else
F           := $(B)/fuzz
FUZZ_LIBS   := $(LDLIBS)
endif

FUZZ_OBJECT := $(patsubst ngx_jobs_module/%.c,$(F)/obj/%.o,$(CORE) \
                   $(filter-out $(SYNC_MAIN),$(SYNC))) $(FUZZ_MORE)

.PHONY: all demo test units fuzz bench install clean

all: $(B)/ngx_jobs_module.so $(B)/jobs-sync

$(GEN): ngx_jobs_module/embed ngx_jobs_module/embed-countries $(DATA)
	@sh ngx_jobs_module/embed $(B)/gen
	@touch $@

$(B)/obj/%.o: ngx_jobs_module/%.c $(HEADS) $(GEN)
	@mkdir -p $(@D)
	@echo "  CC  $<"
	@$(CC) $(CFLAGS) $(LTO) $(INCLUDE) -c -o $@ $<

$(B)/jobs-sync: $(LIBRARY) $(call object,$(SYNC_MAIN))
	@echo "  LD  $@"
	@$(CC) $(CFLAGS) $(LTO) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(SYNCLIB)

# Debian's own flags (with threads), or the module has another layout

$(B)/nginx/Makefile: config
	@test -x $(NGINX_SRC)/configure || { \
	    echo "no nginx source in $(NGINX_SRC): install nginx-dev" >&2; \
	    exit 1; }
	@mkdir -p $(B)/nginx
	@echo "  configuring the module for $(NGINX_SRC)"
	@cd $(NGINX_SRC) && bash -c '. ./conf_flags && ./configure \
	    "$${NGX_CONF_FLAGS[@]}" --builddir=$(ABSOLUTE) \
	    --with-cc-opt="$(OPTIMISE) -fPIC" \
	    --with-ld-opt="$(LINK) -Wl,-z,relro -Wl,-z,now" \
	    --add-dynamic-module=$(CURDIR)' > $(ABSOLUTE)/configure.log \
	    || { cat $(ABSOLUTE)/configure.log >&2; rm -f $(ABSOLUTE)/Makefile; exit 1; }

$(B)/ngx_jobs_module.so: $(B)/nginx/Makefile $(CORE) $(GLUE) $(HEADS) $(DATA) \
                         ngx_jobs_module/exports.map ngx_jobs_module/embed
	@sh ngx_jobs_module/embed $(B)/nginx/jobs_gen
	@echo "  MAKE  $@"
	@$(MAKE) --no-print-directory -f $(ABSOLUTE)/Makefile \
	    -C $(NGINX_SRC) modules > $(B)/nginx/make.log 2>&1 \
	    || { tail -n 40 $(B)/nginx/make.log >&2; exit 1; }
	@cp $(B)/nginx/ngx_jobs_module.so $@.new && mv $@.new $@

$(B)/unit/%: t/unit/%.c $(wildcard t/unit/*.h) $(LIBRARY)
	@mkdir -p $(@D)
	@echo "  LD  $@"
	@$(CC) $(CFLAGS) -fno-lto $(INCLUDE) -It/unit $(LDFLAGS) -o $@ $< \
	    $(LIBRARY) $(LDLIBS) $(SYNCLIB)

units: $(UNITS)

$(F)/obj/%.o: ngx_jobs_module/%.c $(HEADS) $(GEN)
	@mkdir -p $(@D)
	@echo "  CC  $< (fuzz)"
	@$(FUZZ_CC) $(FUZZ_FLAGS) $(INCLUDE) -c -o $@ $<

ifdef ROARING_SRC
$(F)/roaring/%.o: $(ROARING_SRC)/%.c
	@mkdir -p $(@D)
	@echo "  CC  $< (fuzz)"
	@$(FUZZ_CC) $(FUZZ_FLAGS) -w -c -o $@ $<
endif

$(F)/%: t/fuzz/%.c t/fuzz/fuzz.h $(wildcard t/unit/*.h) $(FUZZ_OBJECT)
	@echo "  LD  $@"
	@$(FUZZ_CC) -fsanitize=fuzzer,address,undefined $(INCLUDE) -o $@ $< \
	    $(FUZZ_OBJECT) $(FUZZ_LIBS) $(SYNCLIB)

.SECONDARY: $(FUZZ_OBJECT)

# what it finds new goes to build/; the corpus in t/fuzz is only read

fuzz:
	@sh conf/deps build fuzz
	@$(MAKE) --no-print-directory $(B)/jobs-sync $(FUZZ:%=$(F)/%)
	@for target in $(FUZZ); do \
	    mkdir -p $(F)/corpus/$$target; \
	    JOBS_SYNC=$(B)/jobs-sync $(F)/$$target \
	        -max_total_time=$(FUZZ_TIME) -timeout=10 \
	        -print_final_stats=1 -artifact_prefix=$(F)/$$target- \
	        -dict=t/fuzz/$$target.dict $(F)/corpus/$$target \
	        t/fuzz/corpus/$$target || exit 1; \
	done

demo:
	@PORT=$(PORT) sh conf/demo/run

test:
	@sh conf/deps build test $(UNDER)
	@$(MAKE) --no-print-directory all units
	JOBS_MODULE=$(CURDIR)/$(B)/ngx_jobs_module.so \
	    JOBS_SYNC=$(CURDIR)/$(B)/jobs-sync \
	    $(PROVE) -j2 $(UNITS) $(sort $(wildcard t/*.t))

bench:
	@sh conf/deps bench
	@$(MAKE) --no-print-directory all
	@JOBS_MODULE=$(CURDIR)/$(B)/ngx_jobs_module.so \
	    JOBS_SYNC=$(CURDIR)/$(B)/jobs-sync t/bench/run $(BENCH)

install: all
	install -d $(DESTDIR)$(PREFIX)/lib/nginx/modules \
	    $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/doc/ngx_jobs
	install -m 644 $(B)/ngx_jobs_module.so \
	    $(DESTDIR)$(PREFIX)/lib/nginx/modules/
	install -m 755 $(B)/jobs-sync $(DESTDIR)$(PREFIX)/bin/
	install -m 644 docs/jobs-sync.1 $(DESTDIR)$(PREFIX)/share/man/man1/
	install -d $(DESTDIR)$(PREFIX)/lib/systemd/system \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 644 conf/systemd/jobs-sync.service \
	    conf/systemd/jobs-sync.timer \
	    $(DESTDIR)$(PREFIX)/lib/systemd/system/
	install -m 644 conf/completion/jobs-sync \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/
	cp -r README.md LICENSE CHANGES docs conf \
	    $(DESTDIR)$(PREFIX)/share/doc/ngx_jobs/

clean:
	rm -rf build

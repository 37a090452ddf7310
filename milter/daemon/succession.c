/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/succession.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>

#include "records/log.h"

void succession_init(Succession *succession, const char *path, FrontProcess *front)
{
    *succession = (Succession){ .path = path, .front = front, .control = -1 };
}

void succession_clear(Succession *succession)
{
    if (succession->control >= 0) {
        close(succession->control);
    }
    report_free(succession->report);
    report_free(succession->refused);
    g_free(succession->since);
}

static void start_reader(Succession *succession, const char *by, bool from_former)
{
    const ReadingOrder order = { .path = succession->path,
                                 .former = succession->report,
                                 .from_former = from_former };
    succession->by = by;
    succession->is_from_former = from_former;
    succession->due = 0;
    pid_t pid = reading_start(&order, &succession->control);
    if (pid < 0) {
        log_service(LOG_ERR, "cannot start a process: %s", g_strerror(errno));
        succession->control = -1;
        succession->due = backoff_next_start(&succession->backoff);
        return;
    }
    succession->reader = pid;
}

unsigned succession_begin(Succession *succession, const char *by)
{
    if (succession->reader != 0) {
        succession->is_wanted_again = true;
        return succession->begun + 1;
    }
    succession->begun++;
    start_reader(succession, by, false);
    return succession->begun;
}

/* The reading is over, well or not; another may be wanted by now. */
static void finish_reading(Succession *succession)
{
    succession->done = succession->begun;
    if (succession->is_wanted_again) {
        succession->is_wanted_again = false;
        succession_begin(succession, "reload");
    }
}

const char *succession_refusal(const Succession *succession)
{
    return succession->refused != NULL ? "the configuration is wrong"
                                       : "the configuration could not be read";
}

static void refuse(Succession *succession, Report *report)
{
    report_free(succession->refused);
    succession->refused = report;
    succession->is_refused = true;
    if (report != NULL) {
        report_log(report);
    }
    if (succession->report == NULL) {
        log_service(LOG_ERR, "%s", succession_refusal(succession));
        succession->done = succession->begun;
        return;
    }
    log_service(LOG_ERR, "%s, gen=%s stays in force", succession_refusal(succession),
                succession->report->generation);
    if (succession->zygote == 0 && !succession->is_from_former) {
        start_reader(succession, "former-files", true);
        return;
    }
    if (succession->zygote == 0) {
        succession->due = backoff_next_start(&succession->backoff);
    }
    finish_reading(succession);
}

static void accept(Succession *succession, Report *report, pid_t zygote, int roster)
{
    report_log(report);
    if (!succession->is_from_former) {
        g_clear_pointer(&succession->refused, report_free);
        succession->is_refused = false;
    }
    report_free(succession->report);
    succession->report = report;
    succession->zygote = zygote;
    succession->is_awaited = true;
    backoff_note_start(&succession->backoff);
    /* Without a front the zygote ends; the next front begins another reading. */
    front_process_serve(succession->front, report, succession->control, roster);
}

void succession_on_report(Succession *succession)
{
    int roster;
    pid_t reader = succession->reader;
    Report *report = reading_receive(succession->control, &roster);
    succession->reader = 0;
    if (report != NULL && report->is_good && roster >= 0) {
        accept(succession, report, reader, roster);
        succession->control = -1;
        return;
    }
    close(succession->control);
    succession->control = -1;
    refuse(succession, report);
}

void succession_on_serving(Succession *succession)
{
    if (!succession->is_awaited) {
        return;
    }
    succession->is_awaited = false;
    g_autoptr(GDateTime) now = g_date_time_new_now_utc();
    g_free(succession->since);
    succession->since = g_date_time_format(now, "%Y-%m-%dT%H:%M:%SZ");
    const Report *report = succession->report;
    log_service(LOG_INFO, "gen=%s files=%zu lists=%zu by=%s", report->generation, report->files,
                report->lists, succession->by);
    if (report->service.sandbox == SANDBOX_OFF) {
        log_service(LOG_WARNING, "sandbox: off: judging processes may make any system call");
    }
    if (!report->has_jit) {
        log_service(LOG_WARNING, "PCRE2 cannot compile patterns (JIT off): judging is slow");
    }
    finish_reading(succession);
}

static void begin_after_pause(Succession *succession)
{
    succession->zygote = 0;
    if (succession->reader == 0) {
        succession->due = backoff_next_start(&succession->backoff);
    }
}

void succession_on_end(Succession *succession, pid_t pid, int status)
{
    if (pid != succession->zygote) {
        return; /* a generation that is over, or a reader, whose channel tells it */
    }
    if (WIFSIGNALED(status)) {
        log_service(LOG_CRIT, "the zygote of gen=%s died of signal %d (%s)",
                    succession->report->generation, WTERMSIG(status), strsignal(WTERMSIG(status)));
    }
    succession->is_awaited = false;
    begin_after_pause(succession);
}

void succession_on_lost_front(Succession *succession)
{
    succession->zygote = 0;
    succession->is_awaited = false;
    succession->due = 0;
}

void succession_on_due(Succession *succession)
{
    succession->due = 0;
    succession_begin(succession, "restart");
}

/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings/options.h"

#include "decision/policy.h"
#include "settings/config.h"
#include "settings/section.h"
#include "settings/tags.h"
#include "settings/values.h"

enum {
    ANY_LIST = IN_DEFAULTS | IN_PROFILE | IN_PATTERN | IN_LIST | IN_LIST_FILE,
    KIB = 1024,
    MIB = 1024 * 1024,
};

/* Each in the order of its enum. */
static const char *const mode_words[] = { "off", "shadow", "live", NULL };
static const char *const annotate_words[] = { "auto", "plain-only", "none", NULL };
static const char *const header_words[] = { "verdict", "full", "none", NULL };
static const char *const on_error_words[] = { "deliver", "hold", "tempfail", NULL };
static const char *const on_limit_words[] = { "deliver", "notice", "hold", "tempfail", NULL };
static const char *const held_by_words[] = { "list-manager", "spool", NULL };
static const char *const sandbox_words[] = { "off", "on", NULL };
static const char *const log_from_words[] = { "full", "domain", "none", NULL };

#define SERVICE(field)       IN_SERVICE, TARGET_SERVICE, offsetof(Service, field)
#define LIMITS(field)        IN_SERVICE, TARGET_LIMITS, offsetof(Limits, field)
#define POLICY(field)        ANY_LIST, TARGET_POLICY, offsetof(Policy, field)
#define IN_MAIN_FILE(field)  ANY_LIST & ~IN_LIST_FILE, TARGET_POLICY, offsetof(Policy, field)
#define NAMING(where, field) where, TARGET_NAMING, offsetof(ListNaming, field)
#define LOADER(where)        where, TARGET_NONE, 0
#define OF_CLASS(number, field)                                                                    \
    ANY_LIST, TARGET_POLICY, offsetof(Policy, classes) + (number) * sizeof(ClassPolicy) + (field)
#define VERDICT_POINTS offsetof(ClassPolicy, verdict_points)
#define SUBJECT        offsetof(ClassPolicy, subject)
#define NOTICE         offsetof(ClassPolicy, notice_name)

/* key, type, where and into what, built in, words, least, most, what it is for */
static const Option options[] = {
    { "socket", &type_socket, SERVICE(socket), "local:/var/spool/postfix/kustode/kustode.sock",
      NULL, 0, 0, "Where the mail server reaches kustode-milter." },
    { "socket-owner", &type_name, SERVICE(socket_owner), NULL, NULL, 0, 0,
      "User that a local socket is given to; as created when not set." },
    { "socket-group", &type_name, SERVICE(socket_group), NULL, NULL, 0, 0,
      "Group that a local socket is given to; as created when not set." },
    { "socket-mode", &type_mode, SERVICE(socket_mode), "0660", NULL, 0, 0,
      "Rights of a local socket." },
    { "user", &type_user, SERVICE(user), NULL, NULL, 0, 0,
      "User and group that kustode-milter becomes once its socket is open; none when not set." },
    { "pid-file", &type_path, SERVICE(pid_file), NULL, NULL, 0, 0,
      "Where kustode-milter writes its process id; nowhere when not set." },
    { "log-from", &type_word_text, SERVICE(log_from), "full", log_from_words, 0, 0,
      "What the log says of a sender: the address, its domain, nothing." },
    { "control-socket", &type_path, SERVICE(control_socket), "/run/kustode/control.sock", NULL, 0,
      0, "Where `kustode status` and `kustode reload` reach kustode-milter." },
    { "workers", &type_count, SERVICE(workers), NULL, NULL, 1, 1024,
      "How many posts are judged at a time; when not set twice the processors, at least 4." },
    { "sandbox", &type_word, SERVICE(sandbox), "on", sandbox_words, 0, 0,
      "off: judging processes may make any system call; for debugging alone." },
    { "spool", &type_path, SERVICE(spool), "/var/spool/kustode", NULL, 0, 0,
      "Folder of the posts that lists with `held-by: spool` hold." },
    { "rule-files", &type_list, LOADER(IN_SERVICE),
      "[" KUSTODE_RULES_DIR "/*.yaml, rules.d/*.yaml]", NULL, 0, 0,
      "Files of rules; `*` and `?` stand for parts of a file name. Relative to the folder of this "
      "file." },
    { "notice-files", &type_list, LOADER(IN_SERVICE),
      "[" KUSTODE_NOTICES_DIR "/*.txt, notices.d/*.txt]", NULL, 0, 0,
      "Texts of notices, called hoax.NAME.txt, advisory.NAME.txt or limit.NAME.txt; of two with "
      "one "
      "name the later." },
    { "limits.message", &type_bytes, LIMITS(message_bytes), "25 MiB", NULL, 64 * KIB, 256 * MIB,
      "Longest post that is kept whole; of a longer one the beginning is judged." },
    { "limits.memory", &type_bytes, LIMITS(memory_bytes), "512 MiB", NULL, 1 * MIB,
      64.0 * 1024 * MIB, "What all posts in flight may take together; one more is deferred." },
    { "limits.judged-head", &type_bytes, LIMITS(judged_head_bytes), "4 MiB", NULL, 64 * KIB,
      64 * MIB, "How much of a post is judged from its beginning." },
    { "limits.judged-tail", &type_bytes, LIMITS(judged_tail_bytes), "256 KiB", NULL, 0, 16 * MIB,
      "How much of a longer post is judged from its end." },
    { "limits.fields", &type_count, LIMITS(fields), "1000", NULL, 50, 10000,
      "Header fields of a message that are read." },
    { "limits.depth", &type_count, LIMITS(depth), "32", NULL, 4, 64,
      "Multiparts and attached messages inside each other." },
    { "limits.parts", &type_count, LIMITS(parts), "1000", NULL, 10, 5000, "Parts of a post." },
    { "limits.part-text", &type_bytes, LIMITS(part_text_bytes), "1 MiB", NULL, 16 * KIB, 16 * MIB,
      "Decoded text of a part." },
    { "limits.text", &type_bytes, LIMITS(text_bytes), "4 MiB", NULL, 64 * KIB, 64 * MIB,
      "Decoded text of a post." },
    { "limits.rules", &type_count, LIMITS(rules), "5000", NULL, 1, 50000,
      "Rules of all files together." },
    { "limits.scan", &type_bytes, LIMITS(scan_bytes), "64 MiB", NULL, 1 * MIB, 1024.0 * MIB,
      "What patterns that must walk the whole text may read in a post." },
    { "profiles", &type_map, LOADER(IN_SERVICE), "{}", NULL, 0, 0,
      "Named sets of the options of a list, for `like`." },
    { "defaults", &type_map, LOADER(IN_SERVICE), "{}", NULL, 0, 0,
      "The options of a list, for all lists and for mail to no configured list." },
    { "lists", &type_map, LOADER(IN_SERVICE), "{}", NULL, 0, 0,
      "The lists by address, or by a pattern with `*`; the value has the options of a list." },

    { "like", &type_name, NAMING(IN_DEFAULTS | IN_PATTERN | IN_LIST | IN_LIST_FILE, like), NULL,
      NULL, 0, 0, "The profile that gives what is not set here." },
    { "mode", &type_word, POLICY(mode), "shadow", mode_words, 0, 0,
      "off: no post is looked at; shadow: judged and logged, nothing else is done; live." },
    { "also", &type_addresses, NAMING(IN_LIST, also), "[]", NULL, 0, 0,
      "Further addresses that lead to the list." },
    { "posting-address", &type_boolean,
      NAMING(IN_PATTERN | IN_LIST | IN_LIST_FILE, is_posting_address), "no", NULL, 0, 0,
      "Posts go there though the address looks like one of list software." },
    { "language", &type_word_text, POLICY(language), "en", tag_languages, 0, 0,
      "Of tags and notices." },
    { "languages", &type_languages, POLICY(languages), "all", NULL, 0, 0,
      "Of the rules: those for other languages are off." },
    { "hoax.verdict", &type_points, OF_CLASS(CLASS_HOAX, VERDICT_POINTS), "4", NULL, 0.1, 1000,
      "Points from which a post is a hoax." },
    { "hoax.do", &type_steps, OF_CLASS(CLASS_HOAX, 0), "{}", NULL, 0.1, 1000,
      "What is done from how many points; the highest step that is reached applies alone." },
    { "hoax.asks", &type_actions, OF_CLASS(CLASS_HOAX, 0), NULL, NULL, 0, 0,
      "What is done instead when the poster only asks whether it is true; as `do` when not set." },
    { "hoax.subject", &type_tag, OF_CLASS(CLASS_HOAX, SUBJECT), NULL, NULL, 0, 0,
      "The tag in the Subject; in the list's language when not set." },
    { "hoax.notice", &type_name, OF_CLASS(CLASS_HOAX, NOTICE), NULL, NULL, 0, 0,
      "NAME of the notice file hoax.NAME.txt; the list's language when not set." },
    { "advisory.verdict", &type_points, OF_CLASS(CLASS_ADVISORY, VERDICT_POINTS), "4", NULL, 0.1,
      1000, "Points from which a post is an advisory." },
    { "advisory.do", &type_steps, OF_CLASS(CLASS_ADVISORY, 0), "{}", NULL, 0.1, 1000,
      "What is done from how many points; the highest step that is reached applies alone." },
    { "advisory.asks", &type_actions, OF_CLASS(CLASS_ADVISORY, 0), NULL, NULL, 0, 0,
      "What is done instead when the poster only asks; as `do` when not set." },
    { "advisory.subject", &type_tag, OF_CLASS(CLASS_ADVISORY, SUBJECT), NULL, NULL, 0, 0,
      "The tag in the Subject; in the list's language when not set." },
    { "advisory.notice", &type_name, OF_CLASS(CLASS_ADVISORY, NOTICE), NULL, NULL, 0, 0,
      "NAME of the notice file advisory.NAME.txt; the list's language when not set." },
    { "contact", &type_address, POLICY(contact), NULL, NULL, 0, 0,
      "Whom a notice says to tell when it is wrong; LIST-owner@DOMAIN when not set." },
    { "annotate", &type_word, POLICY(annotate), "auto", annotate_words, 0, 0,
      "Whether Subject and body may change: auto spares what an aligned DKIM signature covers." },
    { "from-munged", &type_boolean, POLICY(from_munged), "no", NULL, 0, 0,
      "The list manager rewrites From, so the poster's DKIM signature is no concern." },
    { "resigned", &type_boolean, POLICY(resigned), "no", NULL, 0, 0,
      "The mail server signs the post anew, so the poster's DKIM signature is no concern." },
    { "header", &type_word, POLICY(header), "verdict", header_words, 0, 0,
      "How much X-Kustode-Status says." },
    { "references", &type_boolean, POLICY(references), "no", NULL, 0, 0,
      "Add X-Kustode-References with the numbers of the advisories named in a post." },
    { "held-by", &type_word, IN_MAIN_FILE(held_by), "list-manager", held_by_words, 0, 0,
      "Who holds a post: the list manager, by its own filter on X-Kustode-Status; or kustode in "
      "its "
      "spool, until `kustode held` decides." },
    { "reinject", &type_reinject, IN_MAIN_FILE(reinject), "smtp:127.0.0.1:10026", NULL, 0, 0,
      "The mail server that gets a post released from the spool, at a port without this filter." },
    { "on-error", &type_failure, POLICY(on_error), NULL, on_error_words, 0, 0,
      "A post that could not be judged; hold when not set and a step holds, else deliver." },
    { "on-limit", &type_failure, POLICY(on_limit), "deliver", on_limit_words, 0, 0,
      "A post that met a limit and is neither hoax nor advisory by what was read." },
    { "trusted", &type_addresses, POLICY(trusted), "[]", NULL, 0, 0,
      "Issuers whose advisories pass with headers only." },
    { "rules", &type_map, LOADER(ANY_LIST), "{}", NULL, 0, 0,
      "By name of a rule: off, shadow, live, other points, or points by class: { hoax: 2 }." },
};
G_STATIC_ASSERT(G_N_ELEMENTS(options) <= MOST_OPTIONS);

const Option *option_at(size_t index)
{
    return index < G_N_ELEMENTS(options) ? &options[index] : NULL;
}

size_t option_index(const Option *option)
{
    return (size_t)(option - options);
}

static bool is_key(const char *candidate, const char *group, const char *key)
{
    while (*group != '\0') {
        if (*candidate++ != *group++) {
            return false;
        }
    }
    return *candidate == *key && strcmp(candidate, key) == 0;
}

const Option *option_find(const char *group, const char *key)
{
    const char first = group[0] != '\0' ? group[0] : key[0];
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        if (options[i].key[0] == first && is_key(options[i].key, group, key)) {
            return &options[i];
        }
    }
    return NULL;
}

bool option_is_group(const char *group, const char *key)
{
    g_autofree char *prefix = g_strconcat(group, key, ".", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        if (g_str_has_prefix(options[i].key, prefix)) {
            return true;
        }
    }
    return false;
}

const char *option_type_name(const OptionType *type)
{
    return type->name;
}

/* SPDX-License-Identifier: BSD-2-Clause */
/* What each rule did for the verdicts: the part of Eval that is about rules. */
#ifndef KUSTODE_CLI_EVAL_RULES_H
#define KUSTODE_CLI_EVAL_RULES_H

#include "cli/eval.h"

void eval_rules_begin(Eval *eval);
void eval_rules_end(Eval *eval);
void eval_rules_add(Eval *eval, const Label *label, const Outcome *outcome);

#endif

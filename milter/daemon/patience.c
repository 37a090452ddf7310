/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/patience.h"

const unsigned patience_seconds = 60;
const unsigned progress_seconds = 10; /* the shortest timeout in use at an end of message is 30 */

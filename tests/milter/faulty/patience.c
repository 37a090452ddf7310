/* SPDX-License-Identifier: BSD-2-Clause */
#include "daemon/patience.h"

const unsigned patience_seconds = 3;
const unsigned progress_seconds = 1;

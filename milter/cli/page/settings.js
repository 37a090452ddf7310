/* SPDX-License-Identifier: BSD-2-Clause */

/* What is tried: a copy of each list's settings that sliders change. */
const tried = [];

function startSettings() {
    for (const list of data.lists) {
        tried.push(
            { thresholds: [...list.thresholds], points: Float64Array.from(list.points.flat()) });
    }
}

function writtenPoints(list, rule, chosen) {
    return data.lists[list].points[rule][chosen];
}

function thresholdIsChanged(list, chosen) {
    return tried[list].thresholds[chosen] !== data.lists[list].thresholds[chosen];
}

function ruleIsChanged(list, rule) {
    return CLASSES.some(
        (_, chosen) => tried[list].points[2 * rule + chosen] !== writtenPoints(list, rule, chosen));
}

function changedRules(list) {
    return data.rules.map((_, rule) => rule).filter((rule) => ruleIsChanged(list, rule));
}

function listIsChanged(list) {
    return CLASSES.some((_, chosen) => thresholdIsChanged(list, chosen)) ||
        changedRules(list).length > 0;
}

function undoSettings(list) {
    tried[list].thresholds = [...data.lists[list].thresholds];
    tried[list].points = Float64Array.from(data.lists[list].points.flat());
}

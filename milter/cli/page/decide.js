/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The decision, as milter/decision/verdict.c makes it: two cues, decisive rules, the larger score
 * in proportion, the poster's stance. `settings`: { thresholds: [hoax, advisory], points: per rule
 * hoax then advisory }. `without`: a rule that shall not count, -1 for none.
 */
const scored = {
    points: 0,
    cues: false
};

function tally(post, chosen, settings, onlyBrought, without) {
    let points = 0, firstCue = -1, twoCues = false;
    for (let i = firstHit[post]; i < firstHit[post + 1]; i++) {
        const bits = data.hits.bits[i], rule = data.hits.rule[i];
        if ((bits & HIT_IS_SHADOW) || (onlyBrought && !(bits & HIT_IS_BROUGHT)) ||
            rule === without) {
            continue;
        }
        const given = settings.points[2 * rule + chosen];
        points += given;
        if (given > 0 && data.cues[rule] >= 0) {
            twoCues ||= firstCue >= 0 && firstCue !== data.cues[rule];
            firstCue = data.cues[rule];
        }
    }
    scored.points = points;
    scored.cues = twoCues;
    return points >= settings.thresholds[chosen] && twoCues;
}

function scoreOf(post, chosen, settings) {
    tally(post, chosen, settings, false, -1);
    return scored.points;
}

function hasDecisiveHit(post, without) {
    for (let i = firstHit[post]; i < firstHit[post + 1]; i++) {
        const rule = data.hits.rule[i];
        if (!(data.hits.bits[i] & HIT_IS_SHADOW) && rule !== without && data.rules[rule].decisive) {
            return true;
        }
    }
    return false;
}

function isPutBeforeTheList(post, settings, without) {
    const said = data.posts.said[post];
    if (said === DEBUNKS) {
        return false;
    }
    return (said !== ASKS && said !== DISCUSSES) || tally(post, 0, settings, true, without);
}

function decide(post, settings, without = -1) {
    if (data.posts.reason[post] >= 0) {
        return data.posts.verdict[post];
    }
    const isHoax = tally(post, 0, settings, false, without);
    const hoax = scored.points / settings.thresholds[0];
    const isAdvisory = tally(post, 1, settings, false, without);
    const advisory = scored.points / settings.thresholds[1];
    let verdict = isHoax ? HOAX : isAdvisory ? ADVISORY : NONE;
    if (isHoax && isAdvisory && !hasDecisiveHit(post, without) && !(hoax > advisory)) {
        verdict = ADVISORY;
    }
    return verdict === HOAX && !isPutBeforeTheList(post, settings, without) ? NONE : verdict;
}

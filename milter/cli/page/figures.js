/* SPDX-License-Identifier: BSD-2-Clause */

const NEAR_PART = 0.75; /* tally.c, for the summary of a trial */
const MOST_THRESHOLD = 12;

/* Sums over the posts of one list, or of all. `verdicts` are those under the settings tried. */
let verdicts = null, verdictsWritten = null, scores = null;

function startFigures() {
    const count = countPosts();
    verdicts = new Uint8Array(count);
    scores = new Float64Array(2 * count);
    verdictsWritten = Uint8Array.from(data.posts.verdict);
    data.lists.forEach((_, list) => decideAnew(list));
}

function decideAnew(list) {
    const settings = tried[list];
    for (let post = 0; post < verdicts.length; post++) {
        if (listOf(post) === list) {
            verdicts[post] = decide(post, settings);
            scores[2 * post] = scoreOf(post, 0, settings);
            scores[2 * post + 1] = scoreOf(post, 1, settings);
        }
    }
}

/* Posts of the list; -1: of all lists. */
function postsOf(list) {
    const posts = [];
    for (let post = 0; post < verdicts.length; post++) {
        if (list < 0 || listOf(post) === list) {
            posts.push(post);
        }
    }
    return posts;
}

/* No verdict, but not far from one. */
function isNear(post) {
    return verdicts[post] === NONE && data.posts.reason[post] < 0 &&
        CLASSES.some((_, chosen) => scores[2 * post + chosen] >=
                NEAR_PART * tried[listOf(post)].thresholds[chosen]);
}

function countVerdicts(posts, of) {
    const counts = [0, 0, 0, 0];
    for (const post of posts) {
        counts[of[post]]++;
    }
    return counts;
}

function flipsOf(posts) {
    return posts.filter((post) => verdicts[post] !== verdictsWritten[post]);
}

/* matrix[expected][given], of posts with a label that is judged. */
function confusionOf(posts) {
    const matrix = [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]];
    for (const post of posts) {
        const expected = expectedOf(post);
        if (expected !== null) {
            matrix[expected][verdicts[post]]++;
        }
    }
    return matrix;
}

/* { precision, recall, right, given, expected }; a share of nothing is null. */
function qualityOf(matrix, verdict) {
    const right = matrix[verdict][verdict];
    const given = matrix.reduce((sum, row) => sum + row[verdict], 0);
    const expected = matrix[verdict].reduce((sum, count) => sum + count, 0);
    return {
        right,
        given,
        expected,
        precision: given ? right / given : null,
        recall: expected ? right / expected : null
    };
}

/* Points of the precision-recall curve of a class: one a threshold, all else as tried. */
function curveOf(posts, chosen) {
    const wanted = VERDICT_OF_CLASS[chosen];
    let expected = 0;
    const reach = []; /* posts that some threshold may give the verdict */
    for (const post of posts) {
        expected += expectedOf(post) === wanted;
        if (expectedOf(post) !== null && scores[2 * post + chosen] > 0) {
            reach.push(post);
        }
    }
    const curve = [];
    for (let threshold = 0.5; expected > 0 && threshold <= MOST_THRESHOLD; threshold += 0.5) {
        let right = 0, given = 0;
        for (const post of reach) {
            if (decide(post, withThreshold(listOf(post), chosen, threshold)) === wanted) {
                given++;
                right += expectedOf(post) === wanted;
            }
        }
        if (given > 0) {
            curve.push({ threshold, precision: right / given, recall: right / expected });
        }
    }
    return curve;
}

/* The list's settings as tried, with another threshold. */
const otherSettings = {
    thresholds: [0, 0],
    points: null
};

function withThreshold(list, chosen, threshold) {
    otherSettings.thresholds[chosen] = threshold;
    otherSettings.thresholds[1 - chosen] = tried[list].thresholds[1 - chosen];
    otherSettings.points = tried[list].points;
    return otherSettings;
}

/*
 * Per rule: posts it hit, those of them with a verdict, and what hangs on it alone: verdicts that
 * would be others without it; with labels, how many of those are right and how many wrong.
 */
function usesOf(posts) {
    const uses =
        data.rules.map(() => ({ hits: 0, marked: 0, decides: 0, right: 0, wrong: 0, shadow: 0 }));
    for (const post of posts) {
        for (let i = firstHit[post]; i < firstHit[post + 1]; i++) {
            const rule = data.hits.rule[i], use = uses[rule];
            use.hits++;
            use.shadow += (data.hits.bits[i] & HIT_IS_SHADOW) !== 0;
            use.marked += verdicts[post] === HOAX || verdicts[post] === ADVISORY;
            const without = decide(post, tried[listOf(post)], rule);
            if (without !== verdicts[post]) {
                const expected = expectedOf(post);
                use.decides++;
                use.right += expected === verdicts[post];
                use.wrong += expected === without;
            }
        }
    }
    return uses;
}

/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What people say posts are: from the labels file, and by the keys of this page, which stay in the
 * browser until they are saved. A post is named as `kustode label` does it: by its Message-ID,
 * which it keeps wherever the archive goes, else by file and number.
 */
const LABEL_KEYS = {
    h: 'hoax',
    a: 'advisory',
    p: 'none'
};
const LABEL_MEANINGS = {
    hoax: HOAX,
    advisory: ADVISORY,
    none: NONE
};

let ownLabels = new Map(); /* key of a post -> word */
const labelHistory = [];   /* [post, the word before or undefined], for undo */
let labelsAreKept = true;

/* Where the browser keeps them: a later report of the same archive finds them again. */
function labelsPlace() {
    const lists = data.lists.map((list) => list.address ?? '');
    const files = data.sources.map((path) => path.replace(/^.*\//, ''));
    return `kustode labels ${[...lists, ...files].join(' ')}`;
}

function keyOf(post) {
    const id = data.posts.id[post] ?? '';
    return /^<[\x21-\x7e]+>$/.test(id) && id.length > 2 ? id : placeOf(post);
}

function startLabels() {
    try {
        const kept = JSON.parse(localStorage.getItem(labelsPlace()) ?? '[]');
        ownLabels = new Map(kept.filter(([, word]) => Object.hasOwn(LABEL_MEANINGS, word)));
    } catch {
        labelsAreKept = false;
    }
}

function keepLabels() {
    expectations = null;
    try {
        localStorage.setItem(labelsPlace(), JSON.stringify([...ownLabels]));
    } catch {
        labelsAreKept = false;
    }
}

function wordOf(post) {
    const own = ownLabels.get(keyOf(post));
    return own ?? data.labels[data.posts.label[post]] ?? null;
}

/* The verdict that the label asks for; null: no label, or one that is neither right nor wrong.
 * Asked for more often than posts are labelled, so it is kept until then. */
let expectations = null;

function expectedOf(post) {
    expectations ??= Array.from(data.posts.number, (_, i) => {
        const own = ownLabels.get(keyOf(i));
        return own !== undefined ? LABEL_MEANINGS[own] : data.meanings[data.posts.label[i]] ?? null;
    });
    return expectations[post];
}

function setLabel(post, word) {
    const key = keyOf(post);
    labelHistory.push([post, ownLabels.get(key)]);
    ownLabels.set(key, word);
    keepLabels();
}

/* The post whose label was taken back, or null. */
function undoLabel() {
    if (labelHistory.length === 0) {
        return null;
    }
    const [post, before] = labelHistory.pop();
    if (before === undefined) {
        ownLabels.delete(keyOf(post));
    } else {
        ownLabels.set(keyOf(post), before);
    }
    keepLabels();
    return post;
}

/* Every label, those of the file as well: one file for `kustode eval --labels`. */
function labelsText() {
    const lines = new Map();
    for (let post = 0; post < countPosts(); post++) {
        const word = wordOf(post), key = keyOf(post);
        if (word !== null) {
            lines.set(key, `${key}${/ [ \t] /.test(key) ? '\t' : ' '}${word}`);
        }
    }
    return [...lines.values(), ''].join('\n');
}

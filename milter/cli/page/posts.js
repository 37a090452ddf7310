/* SPDX-License-Identifier: BSD-2-Clause */
'use strict';

/* The posts as columns, unpacked from the page. The numbers are those of kustode's own tables. */
const NONE = 0, ADVISORY = 1, HOAX = 2, ERROR = 3;
const VERDICTS = ['plain', 'advisory', 'hoax', 'not judged'];
const CLASSES = ['hoax', 'advisory'];
const VERDICT_OF_CLASS = [HOAX, ADVISORY];
const SAYS_NOTHING = 0, PASSES_ON = 1, ASKS = 2, DEBUNKS = 3, DISCUSSES = 4;
const HIT_IS_BROUGHT = 1, HIT_IS_SHADOW = 2; /* report_columns.c */

let data = null;     /* what report_columns.c wrote */
let firstHit = null; /* of a post, in the columns of hits; one more at the end */
let firstOfChunk = null;
let days = null;
const openedChunks = new Map();

function bytesOfBase64(text) {
    if (Uint8Array.fromBase64) {
        return Uint8Array.fromBase64(text);
    }
    const raw = atob(text);
    const bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) {
        bytes[i] = raw.charCodeAt(i);
    }
    return bytes;
}

async function unpack(element) {
    const stream = new Blob([bytesOfBase64(element.textContent)]).stream();
    return new Response(stream.pipeThrough(new DecompressionStream('deflate'))).json();
}

/* Where each run begins, of runs that are `lengths` long. */
function beginnings(lengths) {
    const starts = new Uint32Array(lengths.length + 1);
    for (let i = 0; i < lengths.length; i++) {
        starts[i + 1] = starts[i] + lengths[i];
    }
    return starts;
}

async function loadPosts() {
    data = await unpack(document.getElementById('columns'));
    firstHit = beginnings(data.posts.hits);
    firstOfChunk = beginnings(data.chunks);
    data.hits.rule = Uint16Array.from(data.hits.rule ?? []);
    data.hits.bits = Uint8Array.from(data.hits.bits ?? []);
    days = data.posts.date.map((seconds) => seconds < 0 || seconds > 253402300799 ?
            '' :
            new Date(seconds * 1000).toISOString().slice(0, 10));
    const cues = [...new Set(data.rules.map((rule) => rule.cue))];
    data.cues =
        Int32Array.from(data.rules, (rule) => rule.cue === null ? -1 : cues.indexOf(rule.cue));
}

function countPosts() {
    return data.posts.number.length;
}

/* The last of the lists stands for posts to no configured one. */
function listOf(post) {
    const list = data.posts.list[post];
    return list < 0 ? data.lists.length - 1 : list;
}

function listName(list) {
    return data.lists[list].address ?? 'no configured list';
}

function placeOf(post) {
    return `${data.sources[data.posts.source[post]]}:${data.posts.number[post]}`;
}

function authorOf(post) {
    const from = data.posts.from[post];
    return from < 0 ? '' : data.people[from];
}

/* A name where there is one, else the address. */
function shortAuthor(post) {
    const from = authorOf(post);
    const name = from.replace(/<[^<>]*>\s*$/, '').replace(/^[\s"']+|[\s"']+$/g, '');
    return name || from;
}

function subjectOf(post) {
    return data.posts.subject[post] || '(no subject)';
}

/* "2026-01-31"; "" where there is no date to be read. */
function dayOf(post) {
    return days[post];
}

/* What a rule looks for, in the language of the list where there are words. */
function aboutRule(rule, list) {
    const { about, name } = data.rules[rule];
    return about[data.lists[list].language] ?? about.en ?? Object.values(about)[0] ?? name;
}

/* Layers and hits of a post. */
async function textOf(post) {
    let chunk = 0;
    while (firstOfChunk[chunk + 1] <= post) {
        chunk++;
    }
    if (!openedChunks.has(chunk)) {
        openedChunks.set(chunk, unpack(document.querySelectorAll('script.texts')[chunk]));
    }
    return (await openedChunks.get(chunk))[post - firstOfChunk[chunk]];
}

/* SPDX-License-Identifier: BSD-2-Clause */

/* One post: its layers in colour, hits underlined, and why it got its verdict. */
const LAYER_NAMES = {
    own: 'Own words',
    forwarded: 'Forwarded',
    quoted: 'Quoted',
    signature: 'Signature',
    footer: 'Footer',
    notice: 'Notice of kustode'
};
const STANCE_TEXTS = [
    '', 'The poster passes it on.', 'The poster asks whether it is true.',
    'The poster says that it is not true, or not to be passed on: that is no hoax.',
    'The poster talks about it.'
];

let openPost = null;

/* What could reorder, hide or break what is shown becomes one visible character. */
function visible(text) {
    return text.replace(
        /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g, '\ufffd');
}

/* [start, end, hit] of a layer, in characters, none overlapping: where two meet, the first stays.
 */
function rangesIn(layer, hits) {
    const ranges = hits.map((hit, i) => [hit.start, hit.end, i])
                       .filter(([start], i) => start !== undefined && hits[i].layer === layer)
                       .sort((a, b) => a[0] - b[0]);
    let reached = 0;
    return ranges
        .map(([start, end, i]) => {
            const range = [Math.max(start, reached), Math.max(end, reached), i];
            reached = range[1];
            return range;
        })
        .filter(([start, end]) => end > start);
}

function markedText(text, ranges) {
    const characters = Array.from(visible(text)), pieces = [];
    let reached = 0;
    for (const [start, end, hit] of ranges.filter(([first]) => first < characters.length)) {
        pieces.push(characters.slice(reached, start).join(''),
            make('mark', { 'data-hit': hit, tabindex: 0 }, characters.slice(start, end).join('')));
        reached = end;
    }
    pieces.push(characters.slice(reached).join(''));
    return pieces;
}

function originText(layer) {
    return [layer.from && `from ${layer.from}`, layer.date, layer.subject && `“${layer.subject}”`]
        .filter((piece) => piece)
        .join(', ');
}

function sizeText(bytes) {
    return bytes < 1024 ? plural(bytes, 'byte', 'bytes') : `${number(Math.round(bytes / 1024))} KB`;
}

function layerElement(layer, at, hits) {
    const name = LAYER_NAMES[layer.kind] + (layer.how ? `, ${layer.how}` : '');
    const element = make('section', { class: `layer ${layer.kind}`, 'aria-label': name },
        make('h3', {}, name, make('small', {}, make('bdi', {}, ' ' + visible(originText(layer))))));
    element.style.setProperty('--level', Math.min(layer.level, 6));
    if (layer.text) {
        element.append(make(
            'div', { class: 'text', dir: 'auto' }, ...markedText(layer.text, rangesIn(at, hits))));
    }
    if (layer.cut) {
        element.append(make('p', { class: 'quiet cut' },
            layer.alternative_of ? `The same as part ${layer.alternative_of}, in another form.` :
                                   `… ${sizeText(layer.cut)} more`));
    }
    return element;
}

/* "6.5 points, 4 are needed; two kinds of evidence": what stands behind a class. */
function classText(post, chosen) {
    const settings = tried[listOf(post)], reached = tally(post, chosen, settings, false, -1);
    const { points: sum, cues } = scored, needed = settings.thresholds[chosen];
    const text = `${points(sum)} of ${points(needed)} points`;
    return sum >= needed && !reached && !cues ?
        `${text}, but from one kind of evidence only; two are needed` :
        text;
}

function meter(post, chosen) {
    const threshold = tried[listOf(post)].thresholds[chosen],
          share = scores[2 * post + chosen] / threshold;
    const inner = make('i', { class: CLASSES[chosen] });
    inner.style.width = `${Math.max(0, Math.min(1, share / 2)) * 100}%`;
    return make('div', { class: 'meter', 'aria-hidden': 'true' }, inner);
}

function whyHead(post) {
    const reason = data.posts.reason[post], parts = [make('h3', {}, badge(verdicts[post]))];
    if (verdicts[post] !== verdictsWritten[post]) {
        parts.push(make('p', { class: 'flip' },
            `With your changes; as it is set up: ${VERDICTS[verdictsWritten[post]]}.`));
    }
    if (reason >= 0) {
        parts.push(
            make('p', {}, `Not judged in full: ${data.reasons[reason].replace(':', ', ')}.`));
    }
    CLASSES.forEach(
        (name, chosen) => parts.push(
            make('p', { class: 'class-text' },
                make('b', {}, name === 'hoax' ? 'Hoax ' : 'Advisory '), classText(post, chosen)),
            meter(post, chosen)));
    if (data.posts.hits[post] > 0 && data.posts.stance[post] !== SAYS_NOTHING) {
        parts.push(make('p', {}, STANCE_TEXTS[data.posts.stance[post]]));
    }
    return parts;
}

function pointsText(post, rule, bits) {
    if (bits & HIT_IS_SHADOW) {
        return 'in shadow, no points';
    }
    return CLASSES.map((name, chosen) => [name, tried[listOf(post)].points[2 * rule + chosen]])
        .filter(([, given], chosen) => given !== 0 || data.rules[rule].points[chosen] !== 0)
        .map(([name, given]) => `${given > 0 ? '+' : ''}${points(given)} ${name}`)
        .join(', ');
}

function hitElement(post, hit, i) {
    const at = firstHit[post] + i, rule = data.hits.rule[at];
    const more = hit.also > 0 ? ` and ${plural(hit.also, 'more place', 'more places')}` : '';
    const element = make('li', { 'data-hit': i, tabindex: 0 },
        make('p', { class: 'about' }, aboutRule(rule, listOf(post)), ' ',
            make('b', {}, pointsText(post, rule, data.hits.bits[at]))));
    if (hit.excerpt) {
        element.append(
            make('p', { class: 'excerpt' }, '“', make('bdi', {}, visible(hit.excerpt)), '”', more));
    }
    element.append(make('p', { class: 'quiet' },
                       data.rules[rule].name + (hit.line ? `, line ${hit.line}` : '')),
        make('details', {}, make('summary', {}, 'What it looks for'),
            make('code', {}, visible(hit.condition ?? '')),
            make('p', { class: 'quiet' }, data.rules[rule].place)));
    return element;
}

function labelButton(key, text, post) {
    const word = LABEL_KEYS[key];
    const button = make('button', {
        type: 'button',
        'data-key': key,
        'aria-pressed': word === undefined ? null : String(wordOf(post) === word)
    },
        text, ' ', make('kbd', {}, key));
    button.addEventListener('click', () => pressKey(key));
    return button;
}

function showLabels(post) {
    byId('label-keys')
        .replaceChildren(make('span', {}, 'It is '), labelButton('h', 'a hoax', post),
            labelButton('a', 'an advisory', post), labelButton('p', 'plain', post),
            labelButton('s', 'skip', post), labelButton('u', 'undo', post));
}

function showWhy(post, hits) {
    byId('why').replaceChildren(...whyHead(post),
        make('ol', { class: 'hits' }, ...hits.map((hit, i) => hitElement(post, hit, i))));
    if (hits.length === 0) {
        byId('why').append(make('p', { class: 'quiet' }, 'No rule found anything.'));
    }
}

async function showPost(post) {
    openPost = post;
    byId('post-subject').textContent = visible(subjectOf(post));
    byId('post-head')
        .replaceChildren(badge(verdicts[post]), ' ', make('bdi', {}, visible(authorOf(post))),
            ` · ${dayOf(post) || 'no date'} · ` +
                `${listName(listOf(post))} · ${placeOf(post)}`);
    const at = view.found.indexOf(post);
    byId('post-count').textContent =
        at < 0 ? '' : `${number(at + 1)} of ${number(view.found.length)}`;
    /* Not `disabled`: that would take the focus, and with it the keys, away. */
    byId('previous').setAttribute('aria-disabled', at <= 0);
    byId('next').setAttribute('aria-disabled', at < 0 || at + 1 >= view.found.length);
    showLabels(post);
    const { layers, hits } = await textOf(post);
    if (openPost !== post) {
        return; /* another one was opened meanwhile */
    }
    byId('layers').replaceChildren(...layers.map((layer, at) => layerElement(layer, at, hits)));
    byId('layers').scrollTop = 0;
    showWhy(post, hits);
    if (!byId('post').open) {
        byId('post').showModal();
    }
}

function goTo(step) {
    const to = view.found[view.found.indexOf(openPost) + step];
    if (to !== undefined && view.found.includes(openPost)) {
        history.replaceState(null, '', `#post=${to}`);
        showPost(to);
    }
}

function pressKey(key) {
    if (key === 'u') {
        const post = undoLabel();
        if (post !== null) {
            labelsChanged();
            history.replaceState(null, '', `#post=${post}`);
            showPost(post);
        }
        return;
    }
    const word = LABEL_KEYS[key], at = view.found.indexOf(openPost), next = view.found[at + 1];
    if (word !== undefined) {
        setLabel(openPost, word);
        labelsChanged();
    }
    /* The table may have lost the post by its label; who labels goes on to the one that followed.
     */
    const to = at >= 0 && next !== undefined ? next : openPost;
    history.replaceState(null, '', `#post=${to}`);
    showPost(to);
}

const POST_KEYS = {
    ArrowLeft: () => goTo(-1),
    ArrowRight: () => goTo(1),
    b: () => goTo(-1),
    k: () => goTo(-1),
    j: () => goTo(1)
};

function onPostKey(event) {
    if (!byId('post').open || event.ctrlKey || event.metaKey || event.altKey) {
        return;
    }
    if (event.key in LABEL_KEYS || event.key === 's' || event.key === 'u') {
        event.preventDefault();
        pressKey(event.key);
    } else if (event.key in POST_KEYS) {
        event.preventDefault();
        POST_KEYS[event.key]();
    }
}

/* A hit and its place in the text show each other. */
function pointAt(event) {
    const hit = event.target.closest?.('[data-hit]')?.dataset.hit;
    for (const element of byId('post').querySelectorAll('[data-hit]')) {
        element.classList.toggle('pointed', element.dataset.hit === hit);
    }
    return hit;
}

function startPost() {
    const dialog = byId('post');
    addEventListener('keydown', onPostKey);
    dialog.addEventListener('mouseover', pointAt);
    dialog.addEventListener('focusin', pointAt);
    dialog.addEventListener('close', () => {
        history.replaceState(null, '', '#posts');
        document.querySelector(`#rows tr[data-post="${openPost}"] a`)?.focus({
            preventScroll: true
        });
        openPost = null;
    });
    byId('why').addEventListener('click', (event) => {
        const hit = pointAt(event);
        if (hit !== undefined) {
            byId('layers').querySelector(`mark[data-hit="${hit}"]`)?.scrollIntoView({
                block: 'center'
            });
        }
    });
    byId('close').addEventListener('click', () => dialog.close());
    byId('previous').addEventListener('click', () => goTo(-1));
    byId('next').addEventListener('click', () => goTo(1));
}

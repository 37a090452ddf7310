/* SPDX-License-Identifier: BSD-2-Clause */

/* Sliders, and what they do: figures, posts that change, the settings to send on. */
let rulesOrder = 'hits';
let rulesShown = []; /* [rule, chosen class, row, update] */

/* The list that sliders speak for: the one looked at, or with all lists the only one. */
function tunedList() {
    return view.list >= 0 ? view.list : null;
}

function slider(attributes, value, onValue) {
    const input = make('input', { type: 'range', step: 0.1, ...attributes });
    input.value = value;
    input.addEventListener('input', () => onValue(Number(input.value)));
    return input;
}

function thresholdCard(list, chosen) {
    const name = CLASSES[chosen], value = make('output', { class: 'value' });
    const chart = make('div', { class: 'histogram', 'data-class': name });
    const before = data.lists[list].thresholds[chosen];
    const input = slider({
        id: `threshold-${name}`,
        min: 0,
        max: Math.max(MOST_THRESHOLD, before),
        'aria-label': `Points from which a post is ${name === 'hoax' ? 'a hoax' : 'an advisory'}`
    },
        tried[list].thresholds[chosen], (to) => {
            tried[list].thresholds[chosen] = Math.max(0.1, to);
            settingsChanged(list);
        });
    const update = () => {
        const threshold = tried[list].thresholds[chosen];
        value.textContent =
            points(threshold) + (threshold !== before ? ` (was ${points(before)})` : '');
        setValue(input, threshold);
        chart.replaceChildren(
            drawHistogram(binsOf(view.posts, chosen), chosen, threshold, view.widths.histogram));
    };
    return [
        make('div', { class: 'card' },
            make(
                'h3', {}, name === 'hoax' ? 'A hoax from ' : 'An advisory from ', value, ' points'),
            chart, input,
            make(
                'p', { class: 'quiet' }, 'Posts by their points; those without any are left out.')),
        update
    ];
}

let thresholdUpdates = [];

function listButton(option) {
    const button = make('button', { type: 'button' }, option.text);
    button.addEventListener('click', () => {
        byId('list').value = option.value;
        chooseList(Number(option.value));
        byId('try').scrollIntoView();
    });
    return button;
}

function startThresholds() {
    const list = tunedList();
    thresholdUpdates = [];
    byId('thresholds').hidden = list === null;
    byId('try-lists').hidden = list !== null;
    byId('try-lead').textContent =
        'How many points make a verdict? Move a slider and see at once which posts change. ' +
        'Nothing is saved until you send the settings on.';
    if (list === null) {
        byId('try-lead').textContent = 'Settings belong to one list. Choose it to try others: ';
        byId('try-lists')
            .replaceChildren(
                ...[...byId('list').options].filter((option) => option.value >= 0).map(listButton));
        return;
    }
    const cards = CLASSES.map((_, chosen) => thresholdCard(list, chosen));
    byId('thresholds').replaceChildren(...cards.map(([card]) => card));
    thresholdUpdates = cards.map(([, update]) => update);
}

const RULE_COLUMNS = [
    ['name', 'Rule', null],
    ['points', 'Points', (use, given) => Math.abs(given)],
    ['hits', 'Hits', (use) => use.hits],
    ['marked', 'In marked posts', (use) => use.marked],
    ['decides', 'Decides alone', (use) => use.decides],
    ['right', 'Rightly', (use) => use.right],
    ['wrong', 'Wrongly', (use) => use.wrong],
];

function ruleSlider(list, rule, chosen, value) {
    const before = writtenPoints(list, rule, chosen),
          most = Math.max(6, Math.ceil(Math.abs(before)));
    return slider({
        min: before < 0 ? -most : 0,
        max: before < 0 ? 0 : most,
        'aria-label': `Points for ${CLASSES[chosen]} of ${data.rules[rule].name}`
    },
        value, (to) => {
            tried[list].points[2 * rule + chosen] = to;
            settingsChanged(list);
        });
}

/* Rules in shadow on this list give no points; there is nothing to slide. */
function ruleRow(rule, chosen, use) {
    const list = tunedList(), about = list ?? data.lists.length - 1;
    const value = make('output', { class: 'value' }),
          cells = RULE_COLUMNS.slice(2).map(() => make('td', { class: 'number' }));
    const slides = list !== null && use.shadow < use.hits;
    const input =
        slides ? ruleSlider(list, rule, chosen, tried[list].points[2 * rule + chosen]) : null;
    const row = make('tr', { 'data-rule': data.rules[rule].name },
        make('th', { scope: 'row' }, aboutRule(rule, about),
            make('small', {}, ` ${data.rules[rule].name}`, use.shadow > 0 ? ', in shadow' : '')),
        make('td', { class: 'points' }, make('div', {}, input ?? make('span'), value)), ...cells);
    const update = (now) => {
        const given = tried[about].points[2 * rule + chosen],
              before = writtenPoints(about, rule, chosen);
        setText(value,
            `${points(given)} ${CLASSES[chosen]}` +
                (given !== before ? ` (was ${points(before)})` : ''));
        row.classList.toggle('changed', given !== before);
        if (input !== null) {
            setValue(input, given);
        }
        cells.forEach((cell, i) => {
            const count = RULE_COLUMNS[i + 2][2](now);
            setText(cell, number(count));
            cell.classList.toggle('nothing', count === 0);
        });
    };
    return [rule, chosen, row, update];
}

function sortRules(uses) {
    const value = RULE_COLUMNS.find(([name]) => name === rulesOrder)[2];
    const list = tunedList() ?? data.lists.length - 1;
    rulesShown.sort(([a, chosenA], [b, chosenB]) => value === null ?
            data.rules[a].name.localeCompare(data.rules[b].name) :
            value(uses[b], tried[list].points[2 * b + chosenB]) -
                    value(uses[a], tried[list].points[2 * a + chosenA]) ||
                uses[b].hits - uses[a].hits);
    byId('rules-rows').replaceChildren(...rulesShown.map(([, , row]) => row));
}

function showRulesHead() {
    byId('rules-head').replaceChildren(...RULE_COLUMNS.map(([name, text]) => {
        const button = make('button', { type: 'button' }, text);
        button.addEventListener('click', () => {
            rulesOrder = name;
            showRulesHead();
            sortRules(usesOf(view.posts));
        });
        return make('th', {
            scope: 'col',
            class: name === 'name' ? null : 'number',
            'aria-sort': name !== rulesOrder ? null :
                name === 'name'              ? 'ascending' :
                                               'descending'
        },
            button);
    }));
}

function startRules() {
    const uses = usesOf(view.posts);
    rulesShown = [];
    data.rules.forEach((rule, i) => CLASSES.forEach((_, chosen) => {
        if (rule.points[chosen] !== 0 && uses[i].hits > 0) {
            rulesShown.push(ruleRow(i, chosen, uses[i]));
        }
    }));
    showRulesHead();
    sortRules(uses);
    const found = uses.filter((use) => use.hits > 0).length;
    byId('rules-idle').textContent =
        `${plural(data.allRules - found, 'other rule', 'other rules')} found nothing here.`;
}

function countsText(counts) {
    return `${plural(counts[HOAX], 'hoax', 'hoaxes')}, ${
        plural(counts[ADVISORY], 'advisory', 'advisories')}`;
}

function flipElement(post) {
    const isPlain = (verdict) => make('b', { class: VERDICT_STYLE[verdict] }, VERDICTS[verdict]);
    return make('li', {}, make('a', { href: `#post=${post}` }, make('bdi', {}, subjectOf(post))),
        make('span', {}, ` ${dayOf(post)}: `, isPlain(verdictsWritten[post]), ' → ',
            isPlain(verdicts[post])));
}

const FLIPS_SHOWN = 50;
let changesAreInSight = false;

/* What the bar says stands in the section itself once that is in sight. */
function showBar() {
    byId('bar').hidden = byId('changes').hidden || changesAreInSight;
}

function showChanges() {
    const list = tunedList(), isChanged = list !== null && listIsChanged(list);
    byId('changes').hidden = !isChanged;
    showBar();
    if (!isChanged) {
        return;
    }
    const flips = flipsOf(view.posts), before = countVerdicts(view.posts, verdictsWritten);
    const text = `${
                     flips.length === 0 ? 'No post changes' :
                                          plural(flips.length, 'post changes',
                                              'posts change')}: ${countsText(before)} before, ` +
        `${countsText(countVerdicts(view.posts, verdicts))} now.`;
    byId('bar-text').textContent = byId('changes-lead').textContent = text;
    byId('flips').replaceChildren(...flips.slice(0, FLIPS_SHOWN).map(flipElement));
    if (flips.length > FLIPS_SHOWN) {
        byId('flips').append(make('li', { class: 'quiet' },
            `and ${
                number(flips.length -
                    FLIPS_SHOWN)} more: choose “Changed by your settings” in the table`));
    }
    byId('yaml').textContent = yamlOf(list);
    byId('copied').textContent = '';
}

function showConfusion(matrix) {
    const heads = ['', 'plain', 'advisory', 'hoax', 'not judged'].map(
        (head) => make('th', { scope: 'col' }, head));
    const rows = [HOAX, ADVISORY, NONE].map(
        (expected) => make('tr', {}, make('th', { scope: 'row' }, `labelled ${VERDICTS[expected]}`),
            ...matrix[expected].map((count, given) => make('td', {
                class: `number${
                    given === expected ? ' right' :
                        count > 0      ? ' bad' :
                                         ''}`,
                'data-cell': `${VERDICTS[expected]} ${VERDICTS[given]}`
            },
                                        number(count)))));
    byId('confusion')
        .replaceChildren(make('thead', {}, make('tr', {}, ...heads)), make('tbody', {}, ...rows));
}

function showShares(qualities) {
    byId('shares').replaceChildren(...CLASSES.flatMap((name, chosen) => {
        const { right, given, expected, precision, recall } = qualities[chosen];
        return [
            make('dt', {}, name === 'hoax' ? 'Hoaxes' : 'Advisories'),
            make('dd', {},
                `precision ${percent(precision)} (${number(right)} of ${number(given)} marked), ` +
                    `recall ${percent(recall)} (${number(right)} of ${number(expected)} found)`)
        ];
    }));
}

function showQuality() {
    const matrix = confusionOf(view.posts), labelled = matrix.flat().reduce((a, b) => a + b);
    byId('quality').hidden = labelled === 0;
    byId('rules-table').classList.toggle('unlabelled', labelled === 0);
    byId('labels-lead').textContent = labelled > 0 ?
        `Measured on ${plural(labelled, 'labelled post', 'labelled posts')}.` :
        'Nobody has said yet what these posts are. Label some, and this page tells how often the ' +
            'verdicts are right: open a post and press h for hoax, a for advisory, p for plain.';
    byId('labels-kept').textContent = ownLabels.size === 0 ?
        '' :
        `${plural(ownLabels.size, 'label of yours is', 'labels of yours are')} ` +
            (labelsAreKept ? 'kept in this browser.' :
                             'not kept by this browser: save them before you leave.');
    byId('save-labels').disabled = ownLabels.size === 0 && data.labels.length === 0;
    if (labelled > 0) {
        const qualities = CLASSES.map((_, chosen) => qualityOf(matrix, VERDICT_OF_CLASS[chosen]));
        showConfusion(matrix);
        showShares(qualities);
        const curves = CLASSES.map((_, chosen) => curveOf(view.posts, chosen));
        byId('curve').replaceChildren(drawCurves(curves, qualities, view.widths.curve));
    }
}

/* `text` as a file of the reader's. Nothing leaves the computer. */
function saveFile(name, text) {
    const link = make('a',
        { href: URL.createObjectURL(new Blob([text], { type: 'text/plain' })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function copyYaml() {
    try {
        await navigator.clipboard.writeText(byId('yaml').textContent);
        byId('copied').textContent = 'Copied.';
    } catch {
        getSelection().selectAllChildren(byId('yaml'));
        byId('copied').textContent =
            document.execCommand('copy') ? 'Copied.' : 'Marked: copy it with Ctrl+C.';
    }
}

function startTuning() {
    new IntersectionObserver(([entry]) => {
        changesAreInSight = entry.isIntersecting;
        showBar();
    }).observe(byId('changes'));
    byId('copy').addEventListener('click', copyYaml);
    byId('save-yaml')
        .addEventListener('click',
            () => saveFile(
                `${data.lists[tunedList()].address ?? 'defaults'}.yaml`, byId('yaml').textContent));
    byId('save-labels').addEventListener('click', () => saveFile('labels.txt', labelsText()));
    byId('undo-all').addEventListener('click', () => {
        undoSettings(tunedList());
        settingsChanged(tunedList());
    });
    byId('start-labels').addEventListener('click', () => {
        view.order = byId('sort').value = 'teaches';
        showOnly('unlabelled');
        if (view.found.length > 0) {
            location.hash = `#post=${view.found[0]}`;
        }
    });
}

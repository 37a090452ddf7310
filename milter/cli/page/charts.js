/* SPDX-License-Identifier: BSD-2-Clause */

/* Drawings; each is drawn anew when what it shows changes. */
const SVG = 'http://www.w3.org/2000/svg';

function withAttributes(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(name, value === true ? '' : value);
        }
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
}

function make(tag, attributes = {}, ...children) {
    return withAttributes(document.createElement(tag), attributes, children);
}

function draw(tag, attributes = {}, ...children) {
    return withAttributes(document.createElementNS(SVG, tag), attributes, children);
}

function byId(id) {
    return document.getElementById(id);
}

/* Writing what stands there already would have it laid out again. */
function setText(element, text) {
    if (element.textContent !== text) {
        element.textContent = text;
    }
}

function setValue(input, value) {
    if (Number(input.value) !== value) {
        input.value = value;
    }
}

const inEnglish = new Intl.NumberFormat('en');

function number(count) {
    return inEnglish.format(count);
}

function plural(count, one, many) {
    return `${number(count)} ${count === 1 ? one : many}`;
}

/* Points as people write them: 4, 2.5. */
function points(value) {
    return String(Math.round(value * 100) / 100).replace('-', '−');
}

function percent(share) {
    return share === null ? '–' : `${Math.round(share * 100)} %`;
}

function drawing(width, height, label, ...children) {
    return draw('svg',
        { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label },
        ...children);
}

/* Months, quarters or years, so that there are not many more than sixty: their names, and which of
 * them each post belongs to (-1: none). */
function periodsOf(posts) {
    const known = posts.map(dayOf).filter((day) => day !== '').sort();
    if (known.length === 0) {
        return { names: [], of: new Map(), first: '', last: '' };
    }
    /* Clocks go wrong: of many posts, one in two hundred at either end shall not stretch the rest.
     */
    const odd = Math.floor(known.length / 200);
    const [first, last] = [known[odd], known.at(-1 - odd)], firstYear = Number(first.slice(0, 4));
    const years = Number(last.slice(0, 4)) - firstYear + 1;
    const months = years <= 5 ? 1 : years <= 16 ? 3 : 12;
    const nameOf = (day) => months === 12 ? day.slice(0, 4) :
        months === 3 ? `${day.slice(0, 4)} Q${Math.ceil(day.slice(5, 7) / 3)}` :
                       day.slice(0, 7);
    const all = [];
    for (let year = firstYear; year < firstYear + years; year++) {
        for (let month = 1; month <= 12; month += months) {
            all.push(
                nameOf(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`));
        }
    }
    const names = all.slice(all.indexOf(nameOf(first)), all.indexOf(nameOf(last)) + 1);
    const numbers = new Map(names.map((name, i) => [name, i]));
    return {
        names,
        first,
        last,
        of: new Map(posts.map((post) => [post, numbers.get(nameOf(dayOf(post))) ?? -1]))
    };
}

function countPeriods(posts, periods) {
    const counts = periods.names.map(() => [0, 0, 0, 0]);
    for (const post of posts) {
        const period = periods.of.get(post);
        if (period >= 0) {
            counts[period][verdicts[post]]++;
        }
    }
    return new Map(periods.names.map((name, i) => [name, counts[i]]));
}

const TIMELINE_HEIGHT = 150, TIMELINE_FOOT = 22;

function timelineBar(name, count, x, width, scale, choose) {
    const hoax = count[HOAX] * scale, advisory = count[ADVISORY] * scale,
          base = TIMELINE_HEIGHT - TIMELINE_FOOT;
    const marked = count[HOAX] + count[ADVISORY];
    const said = `${name}: ${plural(count[HOAX], 'hoax', 'hoaxes')}, ` +
        `${plural(count[ADVISORY], 'advisory', 'advisories')}, ${
            plural(count.reduce((a, b) => a + b), 'post', 'posts')}`;
    const bar = draw('g', {
        class: 'bar-of',
        tabindex: marked ? 0 : null,
        role: marked ? 'button' : null,
        'aria-label': marked ? `${said}. Show these posts` : null
    },
        draw('title', {}, said), draw('rect', { class: 'reach', x, y: 0, width, height: base }),
        draw('rect', {
            class: 'advisory',
            x: x + width * 0.12,
            y: base - advisory,
            width: width * 0.76,
            height: advisory
        }),
        draw('rect', {
            class: 'hoax',
            x: x + width * 0.12,
            y: base - advisory - hoax,
            width: width * 0.76,
            height: hoax
        }));
    bar.addEventListener('click', () => choose(name));
    bar.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault();
            choose(name);
        }
    });
    return bar;
}

function drawTimeline(counts, width, choose) {
    const names = [...counts.keys()], step = (width - 30) / Math.max(names.length, 1);
    const most = Math.max(1, ...[...counts.values()].map((count) => count[HOAX] + count[ADVISORY]));
    const base = TIMELINE_HEIGHT - TIMELINE_FOOT, scale = (base - 12) / most;
    const parts = [
        draw('line', { class: 'axis', x1: 30, x2: width, y1: base, y2: base }),
        draw('text', { class: 'tick', x: 24, y: 16, 'text-anchor': 'end' }, number(most)),
        draw('line', { class: 'grid', x1: 30, x2: width, y1: 12, y2: 12 })
    ];
    let lastLabel = -100;
    names.forEach((name, i) => {
        const x = 30 + i * step;
        parts.push(timelineBar(name, counts.get(name), x, step, scale, choose));
        const startsYear = i === 0 || name.slice(0, 4) !== names[i - 1].slice(0, 4);
        if (startsYear && x - lastLabel > 44 && x < width - 30) {
            parts.push(draw(
                'text', { class: 'tick', x: x + 2, y: TIMELINE_HEIGHT - 6 }, name.slice(0, 4)));
            lastLabel = x;
        }
    });
    return drawing(width, TIMELINE_HEIGHT, 'Hoaxes and advisories over time', ...parts);
}

function tableOf(heads, rows) {
    return make('table', {},
        make('thead', {},
            make('tr', {}, ...heads.map((head) => make('th', { scope: 'col' }, head)))),
        make('tbody', {},
            ...rows.map((row) => make('tr', {}, ...row.map((cell) => make('td', {}, cell))))));
}

const BIN = 0.5, HISTOGRAM_HEIGHT = 120, THUMB = 9; /* THUMB: half a slider's thumb, style.css */

/* How many posts have how many points, those with the verdict apart from the others. */
function binsOf(posts, chosen) {
    const count = Math.ceil(MOST_THRESHOLD / BIN);
    const bins = Array.from({ length: count }, () => [0, 0]);
    for (const post of posts) {
        const score = scores[2 * post + chosen];
        if (score > 0) {
            const bin = Math.min(count - 1, Math.floor(score / BIN + 1e-9));
            bins[bin][verdicts[post] === VERDICT_OF_CLASS[chosen] ? 1 : 0]++;
        }
    }
    return bins;
}

function drawHistogram(bins, chosen, threshold, width) {
    const plot = width - 2 * THUMB, step = plot / bins.length, base = HISTOGRAM_HEIGHT - 20;
    const most = Math.max(1, ...bins.map(([others, marked]) => others + marked));
    const height = (count) => count === 0 ? 0 : Math.max(2, (base - 14) * Math.sqrt(count / most));
    const parts = [draw('line', { class: 'axis', x1: 0, x2: width, y1: base, y2: base })];
    bins.forEach(([others, marked], i) => {
        const x = THUMB + i * step, all = height(others + marked),
              share = others + marked ? marked / (others + marked) : 0;
        parts.push(draw('g', {},
            draw('title', {},
                `${points(i * BIN)} to ${points((i + 1) * BIN)} points: ` +
                    plural(others + marked, 'post', 'posts')),
            draw('rect', {
                class: 'others',
                x: x + 1,
                y: base - all,
                width: Math.max(1, step - 2),
                height: all * (1 - share)
            }),
            draw('rect', {
                class: CLASSES[chosen],
                x: x + 1,
                y: base - all * share,
                width: Math.max(1, step - 2),
                height: all * share
            })));
    });
    for (let tick = 0; tick <= MOST_THRESHOLD; tick += 2) {
        parts.push(draw('text', {
            class: 'tick',
            x: THUMB + plot * tick / MOST_THRESHOLD,
            y: HISTOGRAM_HEIGHT - 4,
            'text-anchor': 'middle'
        },
            String(tick)));
    }
    const x = THUMB + plot * Math.min(threshold, MOST_THRESHOLD) / MOST_THRESHOLD;
    parts.push(draw('line', { class: 'threshold', x1: x, x2: x, y1: 4, y2: base }));
    const reached = bins.reduce((sum, bin) => sum + bin[1], 0);
    return drawing(width, HISTOGRAM_HEIGHT,
        `Points for ${CLASSES[chosen]}: ${plural(reached, 'post has', 'posts have')} the ` +
            `verdict, from ${points(threshold)} points`,
        ...parts);
}

/* Both classes in one: recall to the right, precision upwards; a ring where the settings stand. */
function drawCurves(curves, nows, width) {
    const height = Math.min(300, width * 0.75), left = 36, foot = 34;
    const x = (recall) => left + recall * (width - left - 12),
          y = (precision) => 10 + (1 - precision) * (height - foot - 10);
    const parts = [];
    for (const share of [0, 0.5, 1]) {
        parts.push(
            draw('line', { class: 'grid', x1: left, x2: width - 12, y1: y(share), y2: y(share) }),
            draw('text', { class: 'tick', x: left - 6, y: y(share) + 4, 'text-anchor': 'end' },
                `${share * 100} %`),
            draw('text', {
                class: 'tick',
                x: x(share),
                y: height - foot + 18,
                'text-anchor': share === 1 ? 'end' : 'middle'
            },
                `${share * 100} %`));
    }
    parts.push(draw('text', { class: 'tick', x: width - 12, y: height - 2, 'text-anchor': 'end' },
                   'recall: found of all there are'),
        draw('text', { class: 'tick', x: left + 4, y: 22 }, 'precision: right of all marked'));
    curves.forEach((curve, chosen) => {
        const line = curve.map(({ recall, precision }) => `${x(recall)},${y(precision)}`).join(' ');
        parts.push(draw('polyline', { class: `line ${CLASSES[chosen]}`, points: line }));
        for (const { threshold, recall, precision } of curve) {
            parts.push(
                draw('circle', { class: CLASSES[chosen], cx: x(recall), cy: y(precision), r: 2.5 },
                    draw('title', {},
                        `${CLASSES[chosen]} from ${points(threshold)} points: recall ${
                            percent(recall)}, ` +
                            `precision ${percent(precision)}`)));
        }
        const now = nows[chosen];
        if (now.recall !== null && now.precision !== null) {
            parts.push(draw('circle', {
                class: `now ${CLASSES[chosen]}`,
                cx: x(now.recall),
                cy: y(now.precision),
                r: 7
            }));
        }
    });
    const said = CLASSES.map(
        (name, chosen) => `${name}: precision ${percent(nows[chosen].precision)}, recall ` +
            percent(nows[chosen].recall));
    return drawing(width, height, `Precision and recall; ${said.join('; ')}`, ...parts);
}

/* SPDX-License-Identifier: BSD-2-Clause */

/* The table of posts: filtered, sorted, a page at a time. */
const ROWS_A_PAGE = 50;

const SHOWN = [
    ['attention', 'Marked or near it', (post) => verdicts[post] !== NONE || isNear(post)],
    ['all', 'All posts', () => true],
    ['hoax', 'Hoaxes', (post) => verdicts[post] === HOAX],
    ['advisory', 'Advisories', (post) => verdicts[post] === ADVISORY],
    ['near', 'Near a verdict', isNear],
    ['none', 'Left alone', (post) => verdicts[post] === NONE && !isNear(post)],
    ['changed', 'Changed by your settings', (post) => verdicts[post] !== verdictsWritten[post]],
    [
        'wrong', 'Not as labelled',
        (post) => expectedOf(post) !== null && expectedOf(post) !== verdicts[post]
    ],
    ['labelled', 'Labelled', (post) => wordOf(post) !== null],
    ['unlabelled', 'Not labelled', (post) => wordOf(post) === null],
];

const newestFirst = (a, b) => data.posts.date[b] - data.posts.date[a] || a - b;
const ORDERS = [
    ['teaches', 'Most to learn from', (a, b) => marginOf(a) - marginOf(b) || newestFirst(a, b)],
    ['new', 'Newest first', newestFirst],
    ['old', 'Oldest first', (a, b) => newestFirst(b, a)],
    ['hoax', 'Most hoax points', (a, b) => scores[2 * b] - scores[2 * a] || newestFirst(a, b)],
    [
        'advisory', 'Most advisory points',
        (a, b) => scores[2 * b + 1] - scores[2 * a + 1] || newestFirst(a, b)
    ],
    ['file', 'As in the archive', (a, b) => a - b],
];

const view = {
    list: 0,
    show: 'attention',
    order: 'new',
    words: [],
    period: null,
    page: 0,
    posts: [],
    found: [],
    periods: null,
    widths: {}
};
const haystacks = [];

/* How near the post is to another verdict, in parts of a threshold. */
function marginOf(post) {
    const { thresholds } = tried[listOf(post)];
    return Math.min(1,
        ...thresholds.map(
            (threshold, chosen) => Math.abs(scores[2 * post + chosen] - threshold) / threshold));
}

/* All that a search looks at, in lower case; made when the post is first searched. */
function haystackOf(post) {
    if (haystacks[post] === undefined) {
        const rules = [];
        for (let i = firstHit[post]; i < firstHit[post + 1]; i++) {
            rules.push(data.rules[data.hits.rule[i]].name);
        }
        haystacks[post] = [
            subjectOf(post), authorOf(post), placeOf(post), data.posts.id[post] ?? '', dayOf(post),
            ...rules
        ].join('\n').toLowerCase();
    }
    return haystacks[post];
}

function findPosts() {
    const isShown = SHOWN.find(([name]) => name === view.show)[2];
    const inOrder = ORDERS.find(([name]) => name === view.order)[2];
    const period = view.periods.names.indexOf(view.period);
    view.found = view.posts
                     .filter((post) => isShown(post) &&
                             (period < 0 || view.periods.of.get(post) === period) &&
                             view.words.every((word) => haystackOf(post).includes(word)))
                     .sort(inOrder);
    view.page = Math.max(0, Math.min(view.page, Math.ceil(view.found.length / ROWS_A_PAGE) - 1));
}

const VERDICT_STYLE = ['none', 'advisory', 'hoax', 'error'];

function badge(verdict) {
    return make('span', { class: `badge ${VERDICT_STYLE[verdict]}` }, VERDICTS[verdict]);
}

function verdictCell(post) {
    const cell = make('td', { class: 'verdict' }, badge(verdicts[post]));
    if (verdicts[post] !== verdictsWritten[post]) {
        cell.append(make('small', {}, ` was ${VERDICTS[verdictsWritten[post]]}`));
    } else if (isNear(post)) {
        cell.append(make('small', {}, ' nearly'));
    }
    return cell;
}

function scoreCell(post, chosen) {
    const score = scores[2 * post + chosen];
    return make('td',
        { class: score > 0 ? 'number' : 'number nothing', 'data-name': CLASSES[chosen] },
        points(score));
}

function rowOf(post) {
    const word = wordOf(post), expected = expectedOf(post);
    const isWrong = expected !== null && expected !== verdicts[post];
    return make('tr', { 'data-post': post, class: isWrong ? 'wrong' : null },
        make('td', { class: 'date' }, dayOf(post)),
        make('td', { class: 'author' }, make('bdi', {}, shortAuthor(post))),
        make('td', { class: 'subject' },
            make('a', { href: `#post=${post}` }, make('bdi', {}, subjectOf(post)))),
        scoreCell(post, 0), scoreCell(post, 1), verdictCell(post),
        make('td', { class: 'label' },
            word === null       ? '' :
                word === 'none' ? 'plain' :
                                  word));
}

function showPager() {
    const pages = Math.ceil(view.found.length / ROWS_A_PAGE);
    const step = (text, to) => {
        const button = make('button', { type: 'button', disabled: to < 0 || to >= pages }, text);
        button.addEventListener('click', () => {
            view.page = to;
            showRows();
            byId('posts').scrollIntoView();
        });
        return button;
    };
    byId('pager').hidden = pages < 2;
    byId('pager').replaceChildren(step('Previous', view.page - 1),
        make('span', {}, `page ${view.page + 1} of ${number(pages)}`), step('Next', view.page + 1));
}

function showRows() {
    const from = view.page * ROWS_A_PAGE;
    byId('rows').replaceChildren(...view.found.slice(from, from + ROWS_A_PAGE).map(rowOf));
    byId('found').textContent =
        `${plural(view.found.length, 'post', 'posts')} of ${number(view.posts.length)}`;
    byId('period').hidden = view.period === null;
    byId('period').textContent = `${view.period} ×`;
    byId('period').setAttribute('aria-label', `Only ${view.period}; show all times`);
    showPager();
}

function showTable() {
    findPosts();
    showRows();
}

function fillSelect(select, rows, value) {
    select.replaceChildren(...rows.map(([name, text]) => make('option', { value: name }, text)));
    select.value = value;
}

function showOnly(show) {
    view.show = byId('show').value = show;
    view.page = 0;
    showTable();
}

function startTable() {
    fillSelect(byId('show'), SHOWN, view.show);
    fillSelect(byId('sort'), ORDERS, view.order);
    byId('filter').addEventListener('submit', (event) => event.preventDefault());
    byId('show').addEventListener('change', () => showOnly(byId('show').value));
    byId('sort').addEventListener('change', () => {
        view.order = byId('sort').value;
        view.page = 0;
        showTable();
    });
    byId('search').addEventListener('input', () => {
        view.words = byId('search').value.toLowerCase().split(/\s+/).filter((word) => word !== '');
        view.page = 0;
        showTable();
    });
    byId('period').addEventListener('click', () => {
        view.period = null;
        showTable();
    });
    byId('rows').addEventListener('click', (event) => {
        const row = event.target.closest('tr');
        if (row !== null && event.target.closest('a') === null && String(getSelection()) === '') {
            location.hash = `#post=${row.dataset.post}`;
        }
    });
}

/* SPDX-License-Identifier: BSD-2-Clause */

/* What is shown when what changes. */
function showOverview() {
    const counts = countVerdicts(view.posts, verdicts), near = view.posts.filter(isNear).length;
    byId('headline').textContent =
        `${countsText(counts)} in ${plural(view.posts.length, 'post', 'posts')}`;
    byId('subline').textContent =
        (view.periods.first !== '' ? `${view.periods.first} to ${view.periods.last}. ` : '') +
        'This is what kustode finds in the archive. Open a post to see why.';
    const tiles = [
        ['hoax', counts[HOAX], 'hoaxes', 'false warnings, chain letters, scams'],
        ['advisory', counts[ADVISORY], 'advisories', 'security advisories passed on'],
        ['near', near, 'near a verdict', 'worth a look'],
        ['none', counts[NONE] - near, 'left alone', 'no signs, or too few']
    ];
    byId('tiles').replaceChildren(...tiles.map(([show, count, name, text]) => {
        const button = make('button', { type: 'button', class: show }, make('b', {}, number(count)),
            make('span', {}, name), make('small', {}, text));
        button.addEventListener('click', () => {
            showOnly(show);
            byId('posts').scrollIntoView();
        });
        return make('li', {}, button);
    }));
    const periods = countPeriods(view.posts, view.periods);
    byId('timeline').replaceChildren(drawTimeline(periods, view.widths.timeline, (name) => {
        view.period = name;
        showOnly('attention');
        byId('posts').scrollIntoView();
    }));
    byId('timeline-table')
        .replaceChildren(tableOf(['Time', 'Hoaxes', 'Advisories', 'Posts'],
            [...periods].map(([name, count]) => [name, number(count[HOAX]), number(count[ADVISORY]),
                                 number(count.reduce((a, b) => a + b))])));
}

/* Widths are asked for once: to ask between changes would lay the page out anew each time. */
function measure() {
    byId('quality').hidden = false;
    const widthOf = (element, otherwise) => element?.clientWidth || otherwise;
    view.widths = {
        timeline: widthOf(byId('timeline'), 300),
        curve: widthOf(byId('curve'), 300),
        histogram: widthOf(document.querySelector('.histogram'), 300)
    };
}

/* What a slider's mover looks at. */
function showEffect() {
    const uses = usesOf(view.posts);
    thresholdUpdates.forEach((update) => update());
    rulesShown.forEach(([rule, , , update]) => update(uses[rule]));
    showChanges();
    showQuality();
}

function showFigures() {
    showOverview();
    showEffect();
    showTable();
}

/* Many moves of a slider between two frames are one; the rest of the page follows when it rests. */
const REST = 80; /* ms */
let isDue = null, restDue = null;

function settingsChanged(list) {
    isDue ??= requestAnimationFrame(() => {
        isDue = null;
        decideAnew(list);
        showEffect();
        clearTimeout(restDue);
        restDue = setTimeout(() => {
            showOverview();
            showTable();
        }, REST);
    });
}

function labelsChanged() {
    showQuality();
    const uses = usesOf(view.posts);
    rulesShown.forEach(([rule, , , update]) => update(uses[rule]));
    showRows();
}

function chooseList(list) {
    view.list = list;
    view.page = 0;
    view.period = null;
    view.posts = postsOf(list);
    view.periods = periodsOf(view.posts);
    startThresholds();
    startRules();
    measure();
    showFigures();
}

/* A page about several lists begins with all of them. */
function startLists() {
    const counts = data.lists.map(() => 0);
    for (let post = 0; post < countPosts(); post++) {
        counts[listOf(post)]++;
    }
    const used = counts.map((count, list) => [count, list])
                     .filter(([count]) => count > 0)
                     .sort((a, b) => b[0] - a[0]);
    const rows = used.map(([count, list]) => [list, `${listName(list)} (${number(count)})`]);
    if (rows.length > 1) {
        rows.unshift([-1, `all lists (${number(countPosts())})`]);
    }
    fillSelect(byId('list'), rows, rows[0][0]);
    byId('list').addEventListener('change', () => chooseList(Number(byId('list').value)));
    view.list = rows[0][0];
}

function openFromHash() {
    const match = /^#post=(\d+)$/.exec(location.hash);
    if (match !== null && Number(match[1]) < countPosts()) {
        showPost(Number(match[1]));
    }
}

/* The page must decide as the tool did; a page that does not shall say so itself. */
function checkDecisions() {
    const others = flipsOf(postsOf(-1)).length;
    if (others > 0) {
        alarm(`This page decides otherwise than kustode in ${
            plural(others, 'post', 'posts')}: please report that.`);
    }
}

function alarm(text) {
    byId('alarm').hidden = false;
    byId('alarm').textContent = text;
}

async function start() {
    if (typeof DecompressionStream === 'undefined') {
        alarm(
            'This browser is too old to unpack the posts: Firefox 113, Chrome 103, Safari 16.4 or ' +
            'newer can.');
        return;
    }
    await loadPosts();
    startSettings();
    startLabels();
    startFigures();
    startTable();
    startPost();
    startTuning();
    startLists();
    byId('main').hidden = false;
    byId('end').textContent = `kustode ${data.version}, settings ${data.generation}, made ` +
        `${new Date(data.made * 1000).toISOString().slice(0, 10)}${
            data.anonymous ? ', names and addresses taken out' : ''}. ` +
        'This page loads nothing and sends nothing.';
    document.title = `kustode: ${view.list < 0 ? 'all lists' : listName(view.list)}`;
    chooseList(view.list);
    checkDecisions();
    openFromHash();
    addEventListener('hashchange', openFromHash);
    let width = innerWidth;
    addEventListener('resize', () => {
        if (innerWidth !== width) {
            width = innerWidth;
            measure();
            showFigures();
        }
    });
    addEventListener('keydown', (event) => {
        if (event.key === '/' && !byId('post').open &&
            !/^(?:INPUT|SELECT)$/.test(event.target.tagName)) {
            event.preventDefault();
            byId('search').focus();
        }
    });
}

start();

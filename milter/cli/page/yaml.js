/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The settings tried as YAML that `kustode check` takes: the whole file of the list where it has
 * settings of its own, since a list stands in one place only, else the changes alone.
 */
function yamlActions(actions) {
    return `[${actions.join(', ')}]`;
}

/*
 * The steps under another threshold: none may lie below it. The one that began with the verdict
 * goes with it; of several raised to it the highest counts, as it would have.
 */
function stepsTried(list, chosen) {
    const before = data.lists[list].thresholds[chosen], now = tried[list].thresholds[chosen];
    const steps = new Map();
    for (const [from, actions] of data.lists[list].steps[chosen]) {
        steps.set(from === before || from < now ? now : from, actions);
    }
    return [...steps].sort((a, b) => a[0] - b[0]);
}

function stepsAreChanged(list, chosen) {
    return JSON.stringify(stepsTried(list, chosen)) !==
        JSON.stringify(data.lists[list].steps[chosen]);
}

function yamlPoints(list, rule) {
    const now = [0, 1].map((chosen) => tried[list].points[2 * rule + chosen]);
    const classes = [0, 1].filter((chosen) => data.rules[rule].points[chosen] !== 0);
    return classes.length === 1 ?
        String(now[classes[0]]) :
        `{ ${classes.map((chosen) => `${CLASSES[chosen]}: ${now[chosen]}`).join(', ')} }`;
}

/* key -> value as YAML, in the order to write. */
function settingsTried(list) {
    const values = new Map(data.lists[list].own.map(([key, value]) => [key, value]));
    CLASSES.forEach((name, chosen) => {
        if (thresholdIsChanged(list, chosen)) {
            values.set(`${name}.verdict`, String(tried[list].thresholds[chosen]));
        }
        if (thresholdIsChanged(list, chosen) && stepsAreChanged(list, chosen)) {
            const steps = stepsTried(
                list, chosen).map(([from, actions]) => `${from}: ${yamlActions(actions)}`);
            values.set(`${name}.do`, `{ ${steps.join(', ')} }`);
        }
    });
    for (const rule of changedRules(list)) {
        values.set(`rules.${data.rules[rule].name}`, yamlPoints(list, rule));
    }
    return values;
}

/* A map as lines; `hoax.verdict` goes below `hoax`, before all else that belongs there. */
function yamlLines(values, indent) {
    const lines = [], groups = new Map();
    const verdictFirst =
        [...values].sort(([a], [b]) => b.endsWith('.verdict') - a.endsWith('.verdict'));
    for (const [key, value] of verdictFirst) {
        const dot = key.indexOf('.');
        if (dot < 0) {
            lines.push(`${indent}${key}: ${value}`);
            continue;
        }
        const group = key.slice(0, dot);
        if (!groups.has(group)) {
            groups.set(group, []);
        }
        groups.get(group).push(`${indent}  ${key.slice(dot + 1)}: ${value}`);
    }
    for (const [group, inner] of groups) {
        lines.push(`${indent}${group}:`, ...inner);
    }
    return lines;
}

function yamlAddress(address) {
    return /^[A-Za-z0-9][\w.+-]*@[\w.-]+$/.test(address) ? address : JSON.stringify(address);
}

/* What a file of lists.d may not say keeps a list in kustode.yaml. */
function belongsInMainFile(values) {
    return [...values].some(([key, value]) => key === 'also' || key === 'held-by' ||
            key === 'reinject' ||
            (/\.(?:do|asks)$/.test(key) && /\b(?:reject|discard)\b/.test(value)));
}

function yamlOf(list) {
    const { address, own } = data.lists[list], values = settingsTried(list);
    const changes = plural(flipsOf(postsOf(list)).length, 'post changes', 'posts change');
    const head = [
        `# From a report of ${new Date(data.made * 1000).toISOString().slice(0, 10)}, generation ` +
        `${data.generation}: ${changes}.`
    ];
    const written = own.length > 0 ? own[0][2] : '',
          standsInOwnFile = /(?:^|\/)lists\.d\/[^/]*$/.test(written);
    if (address === null) {
        head.push(
            '# For the lists that are not configured: belongs under `defaults` in kustode.yaml.');
        return [...head, 'defaults:', ...yamlLines(values, '  '), ''].join('\n');
    }
    if (belongsInMainFile(values)) {
        head.push(`# In kustode.yaml, in place of the section that is there (${written}):`);
        return [
            ...head, 'lists:', `  ${yamlAddress(address)}:`, ...yamlLines(values, '    '), ''
        ].join('\n');
    }
    head.push(`# Save as lists.d/${address}.yaml beside kustode.yaml` +
        (standsInOwnFile       ? ', in place of the one that is there.' :
                own.length > 0 ? `, and take the list's section out there (${written}).` :
                                 '.'));
    if (data.anonymous) {
        head.push('# What the list has set already is not in this page: add it.');
    }
    return [...head, ...yamlLines(values, ''), ''].join('\n');
}

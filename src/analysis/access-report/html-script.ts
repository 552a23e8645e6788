/** On paper everything is open. */
export const OPEN_TO_PRINT = `let closed = [];
addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('details:not([open])')];
  closed.forEach((details) => { details.open = true; });
});
addEventListener('afterprint', () => {
  closed.forEach((details) => { details.open = false; });
  closed = [];
});
`;

/** What the report's page does besides folding: search, opening what a link leads to, printing everything. It works without. */
export const SCRIPT = `
'use strict';
const byId = (id) => document.getElementById(id);
const tools = byId('tools');
if (tools) {
  const search = byId('search');
  const found = byId('found');
  const data = JSON.parse(byId('data').textContent);
  const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const groups = [...document.querySelectorAll('.principal')].map((details, i) => ({
    details, rows: [byId('q' + i), byId('o' + i)], hits: byId('q' + i).querySelector('.hits'), members: [...details.querySelectorAll('.member')],
  }));
  const total = groups.reduce((sum, { members }) => sum + members.length, 0);
  const textOf = (element) => element.textContent.toLowerCase();
  const decoded = new Map();
  const namesOf = (service) => {
    if (!decoded.has(service)) {
      decoded.set(service, Object.entries(data.names[service] || {}).map(([level, coded]) => {
        let before = '';
        return [level, coded.split(' ').map((each) => (before = before.slice(0, LETTERS.indexOf(each[0])) + each.slice(1)))];
      }));
    }
    return decoded.get(service);
  };
  const services = new Set(data.services.split(' '));
  const inRanges = (ranges, i) => ranges !== undefined && ranges.split(',').some((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return first <= i && i <= last;
  });
  // The actions that a word means: of a name, that one if there is one, else those that begin so; with wildcards, those that match.
  const actionsOf = (word) => {
    const [service, pattern] = word.split(':');
    if (/[*?]/.test(service)) {
      const matches = new RegExp('^' + service.replace(/\\*/g, '.*').replace(/\\?/g, '.') + '$');
      return [...services].filter((each) => matches.test(each)).flatMap((each) => actionsOf(each + ':' + pattern));
    }
    // All actions of such a service are alike for everybody.
    if (!data.names[service] && services.has(service)) {
      return [{ service }];
    }
    const all = namesOf(service).flatMap(([level, names]) => names.map((name, i) => ({ service, level, i, name: name.toLowerCase() })));
    const exact = all.filter(({ name }) => name === pattern);
    const wildcards = new RegExp('^' + pattern.replace(/[^a-z0-9*?]/g, '').replace(/\\*/g, '.*').replace(/\\?/g, '.') + (/[*?]/.test(pattern) ? '$' : ''));
    return exact.length > 0 ? exact : all.filter(({ name }) => wildcards.test(name));
  };
  const STATES = ['allowed', 'partly', 'depends'];
  const SAID = { allowed: 'yes', partly: 'on named resources', depends: 'depends', no: 'no' };
  const stateOf = (profile, { service, level, i }) => {
    const { services, open } = data.profiles[profile];
    if (services[service] === undefined) {
      return open ? 'depends' : 'no';
    }
    const access = data.access[services[service]];
    return typeof access === 'string' ? access : STATES.find((state) => inRanges((access[level] || {})[state], i)) || 'no';
  };
  const statesOf = (profile, actions) => actions.map((action) => stateOf(profile, action));
  const sayStates = (states) => {
    const counts = [...STATES, 'no'].map((state) => [state, states.filter((each) => each === state).length]).filter(([, count]) => count > 0);
    return counts.length === 1 ? SAID[counts[0][0]] : counts.map(([state, count]) => count + ' ' + SAID[state]).join(', ');
  };
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const given = words.filter((word) => /^[a-z0-9*?-]+:[a-z0-9*?]+$/.test(word)).map((word) => ({ word, actions: actionsOf(word) }));
    const asked = given.filter(({ actions }) => actions.length > 0);
    // Of what is not in the table nothing is said, so that nobody is hidden.
    const unlisted = given.filter(({ actions }) => actions.length === 0);
    const texts = words.filter((word) => given.every((each) => each.word !== word));
    let count = 0;
    groups.forEach((each, g) => {
      each.own ??= each.members.map(textOf);
      each.shared ??= each.rows.map(textOf).join(' ') + ' ' + [...each.details.querySelector('.body').children].filter((child) => !child.matches('.member, .members')).map(textOf).join(' ');
      const answers = asked.map(({ word, actions }) => ({ word, states: data.groups[g].map((profile) => statesOf(profile, actions)) }));
      const can = answers.every(({ states }) => states.some((column) => column.some((state) => state !== 'no')));
      let here = 0;
      each.members.forEach((member, m) => {
        const matches = can && texts.every((word) => each.shared.includes(word) || each.own[m].includes(word));
        member.hidden = !matches;
        here += matches;
      });
      each.rows[0].hidden = each.rows[1].hidden = each.details.hidden = here === 0;
      each.hits.textContent = answers.map(({ word, states }) => word + ': ' + states.map((column, c) => data.columns[c] + ' ' + sayStates(column)).join('; ')).join('. ');
      count += here;
    });
    found.textContent = words.length === 0 ? '' : count + ' of ' + total + ' principals' + (asked.length > 0 ? ' can, or may' : '')
      + unlisted.map(({ word }) => '; the table of actions has no ' + word + ', of which nothing is said').join('');
  };
  const openAll = (open) => {
    for (const { details } of groups) {
      details.open = open && !details.hidden;
    }
  };
  search.addEventListener('input', filter);
  byId('open').addEventListener('click', () => openAll(true));
  byId('close').addEventListener('click', () => openAll(false));
  tools.hidden = false;
}
const openTarget = () => {
  const target = /^#p\\d+$/.test(location.hash) && byId(location.hash.slice(1));
  if (target) {
    target.hidden = false;
    target.open = true;
    target.scrollIntoView();
    target.querySelector('summary').focus({ preventScroll: true });
  }
};
addEventListener('hashchange', openTarget);
addEventListener('click', (event) => {
  const link = event.target.closest && event.target.closest('a[href^="#p"]');
  if (link && link.hash === location.hash) {
    openTarget();
  }
});
openTarget();
${OPEN_TO_PRINT}`;

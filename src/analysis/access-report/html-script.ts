/** What the report's page does besides folding: search, opening what a link leads to, printing everything. It works without. */
export const SCRIPT = `
'use strict';
const byId = (id) => document.getElementById(id);
const tools = byId('tools');
if (tools) {
  const search = byId('search');
  const found = byId('found');
  const principals = [...document.querySelectorAll('.principal')].map((details) => ({ details, row: byId('o' + details.id.slice(1)) }));
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const each of principals) {
      each.text ??= (each.row.textContent + ' ' + each.details.textContent).toLowerCase();
      const matches = words.every((word) => each.text.includes(word));
      each.row.hidden = each.details.hidden = !matches;
      count += matches;
    }
    found.textContent = words.length === 0 ? '' : count + ' of ' + principals.length + ' principals';
  };
  const openAll = (open) => {
    for (const { details } of principals) {
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
let closed = [];
addEventListener('beforeprint', () => {
  closed = [...document.querySelectorAll('details:not([open])')];
  closed.forEach((details) => { details.open = true; });
});
addEventListener('afterprint', () => {
  closed.forEach((details) => { details.open = false; });
  closed = [];
});
`;

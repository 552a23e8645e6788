import { OPEN_TO_PRINT } from '../access-report/html-script';

/** The search of the difference's page. The page works without. */
export const SCRIPT = `
'use strict';
const tools = document.getElementById('tools');
if (tools) {
  const search = document.getElementById('search');
  const found = document.getElementById('found');
  const rows = [...document.querySelectorAll('.change')].map((row) => ({ row }));
  search.addEventListener('input', () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const each of rows) {
      each.text ??= each.row.textContent.toLowerCase();
      each.row.hidden = !words.every((word) => each.text.includes(word));
      count += !each.row.hidden;
    }
    found.textContent = words.length === 0 ? '' : count + ' of ' + rows.length + ' changes';
  });
  tools.hidden = false;
}
${OPEN_TO_PRINT}`;

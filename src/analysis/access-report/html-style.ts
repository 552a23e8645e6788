/** The report's style sheet: light and dark, wide and narrow, screen and paper. What colors say, words say too. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fff; --raised: #f6f7f9; --text: #1d2329; --muted: #57606a; --line: #d5dae0; --strong-line: #8b949e;
  --link: #0b5cad; --allowed: #0b5cad; --partly: #0f6674; --depends: #7a4b00; --much: #a3261f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181d; --raised: #1c2229; --text: #e4e8ec; --muted: #a3adb8; --line: #323a44; --strong-line: #7a8591;
    --link: #7ab8ff; --allowed: #7ab8ff; --partly: #5cc8d6; --depends: #e3b25f; --much: #ff968c;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 76rem; background: var(--page); color: var(--text);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: break-word;
}
h1 { margin: 0; font-size: 1.625rem; line-height: 1.25; font-weight: 650; }
h2 { margin: 2.5rem 0 0.75rem; font-size: 1.1875rem; line-height: 1.3; font-weight: 650; }
h3 { display: inline; margin: 0; font-size: 1rem; font-weight: 600; }
p { margin: 0.5rem 0; max-width: 68ch; }
a { color: var(--link); text-underline-offset: 0.15em; }
code { font: 0.9em ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0.75rem 0 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: 0.25rem 0; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.lead, .detail, .kind, .names { color: var(--muted); }
.detail, .kind, .names { font-size: 0.8125rem; font-weight: 400; }
.kind { white-space: nowrap; }
td, th, dd { overflow-wrap: anywhere; }
th code { overflow-wrap: normal; }

table { width: 100%; table-layout: fixed; border-collapse: collapse; margin: 0.75rem 0 1.25rem; text-align: start; }
caption { padding: 0 0 0.5rem; text-align: start; color: var(--muted); font-size: 0.875rem; }
th, td { padding: 0.5rem 0.75rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
th:first-child, td:first-child { padding-inline-start: 0.25rem; }
thead th { border-bottom: 2px solid var(--strong-line); font-size: 0.8125rem; font-weight: 600; vertical-align: bottom; }
thead th:first-child { width: 26%; }
tbody th { font-weight: 500; }
td b { font-weight: 500; }
#overview-table thead th { position: sticky; top: 0; background: var(--page); z-index: 1; }

.verdict { font-weight: 600; }
.verdict.nothing, .denied, .none { color: var(--muted); }
.verdict.nothing { font-weight: 400; }
.verdict.reads, .verdict.some, .allowed { color: var(--allowed); }
.partly { color: var(--partly); }
.verdict.depends, .depends { color: var(--depends); }
.verdict.everything, .verdict.most { color: var(--much); }
td .allowed, td .partly, td .depends, td .denied, td .denies, td .none { padding-inline-start: 1.25em; text-indent: -1.25em; }
td .allowed::before, td .partly::before, td .depends::before, td .denied::before, td .denies::before, td .none::before {
  display: inline-block; width: 1.25em; text-indent: 0; content: "–" / "";
}
td .allowed::before { content: "●" / ""; }
td .partly::before { content: "◐" / ""; }
td .depends:not(.verdict)::before { content: "?" / ""; }
td .denied::before, td .denies::before { content: "✕" / ""; }
td :is(.allowed, .partly, .depends):has(> details) { padding: 0; text-indent: 0; }
td :is(.allowed, .partly, .depends):has(> details)::before { content: none; }
td .verdict { padding: 0 !important; text-indent: 0 !important; }
td .verdict::before { content: none !important; }

#answers-table thead th:first-child { width: 24%; }
.from { color: var(--muted); font-size: 0.8125rem; }
.hits { font-size: 0.8125rem; font-weight: 600; }
.members { max-height: 28rem; overflow: auto; border: 1px solid var(--line); border-radius: 0.375rem; }
.members dl { margin: 0.125rem 0; font-size: 0.8125rem; }
.tools { display: flex; flex-wrap: wrap; align-items: end; gap: 0.5rem 1rem; margin: 0.75rem 0; }
.tools[hidden], [hidden] { display: none !important; }
.search { flex: 1 1 16rem; max-width: 30rem; }
label { display: block; margin-bottom: 0.25rem; font-weight: 500; }
input, button {
  min-height: 2.5rem; padding: 0.375rem 0.75rem; border: 1px solid var(--strong-line); border-radius: 0.375rem;
  background: var(--page); color: var(--text); font: inherit;
}
input { width: 100%; }
button { cursor: pointer; }
button:hover { background: var(--raised); }
output { flex-basis: 100%; min-height: 1.5em; color: var(--muted); }

summary { cursor: pointer; }
.legend { margin: 1rem 0; padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 0.5rem; background: var(--raised); }
.legend > summary { font-weight: 600; }
.legend p, .legend dd { max-width: 84ch; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: 0.25rem 1rem; margin: 0.75rem 0; }
dt { font-weight: 500; }
dd { margin: 0; color: var(--muted); max-width: 68ch; }
.principal { border-top: 1px solid var(--line); content-visibility: auto; contain-intrinsic-size: auto 3.25rem; }
.principal:last-of-type { border-bottom: 1px solid var(--line); }
.principal > summary { padding: 0.75rem 0.25rem; }
.principal > summary:hover { background: var(--raised); }
.principal[open] > summary { font-weight: 600; }
.facts { margin: 0.5rem 0; font-size: 0.875rem; }
.small { margin: 1rem 0 0; font-size: 0.9375rem; }
.difference thead th:first-child { width: 24%; }
.difference ul { margin: 0.25rem 0; padding-inline-start: 1.1rem; }
.told + .told { margin-top: 0.375rem; }
.body { padding: 0 0.25rem 1rem; }
.body dd { color: var(--text); }
.body h4 { margin: 1rem 0 0.25rem; font-size: 0.9375rem; font-weight: 600; }
.body ul { margin: 0.25rem 0; padding-inline-start: 1.25rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.8125rem; }

@media screen and (max-width: 44rem) {
  body { padding: 1rem 0.875rem 3rem; }
  h1 { font-size: 1.375rem; }
  table, caption, tbody, tr, th, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  tbody tr { padding: 0.625rem 0; border-bottom: 1px solid var(--line); }
  tbody th, tbody td { padding: 0.125rem 0; border: 0; }
  tbody th:first-child { padding-inline-start: 0; font-weight: 600; }
  tbody td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); column-gap: 0.75rem; }
  tbody td > * { grid-column: 2; }
  tbody td::before { grid-column: 1; grid-row: 1 / span 9; content: attr(data-column) / ""; color: var(--muted); font-size: 0.8125rem; line-height: 1.7; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 0.5rem; }
}

@media print {
  :root {
    color-scheme: light;
    --page: #fff; --raised: #fff; --text: #000; --muted: #333; --line: #999; --strong-line: #000;
    --link: #000; --allowed: #000; --partly: #000; --depends: #000; --much: #000;
  }
  html { font-size: 9pt; }
  body { max-width: none; padding: 0; }
  .tools, nav { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; display: block; }
  details > summary { list-style: none; }
  .principal { content-visibility: visible; break-inside: auto; }
  .principal > summary, h2, caption, thead { break-after: avoid; }
  tr { break-inside: avoid; }
  tr:has(details) { break-inside: auto; }
  a { text-decoration: none; }
  .legend { break-inside: avoid; }
  #overview-table thead th { position: static; }
  .members { max-height: none; }
}
`;

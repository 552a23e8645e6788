import { Later } from '../../src/cli/later';
import type { Environment } from '../../src/cli/terminal';
import { styled, Terminal } from '../../src/cli/terminal';

function terminal(stream: { isTTY?: boolean; columns?: number } = {}, environment: Environment = {}) {
  let text = '';
  const made = new Terminal({ ...stream, write: (written) => text += written }, environment);
  return {
    terminal: made,
    text: () => {
      made.flush();
      return text;
    },
  };
}

test('lists that are made later are written as others are, and long output goes in pieces', () => {
  const values: object[] = [{ a: [1, '\u0085'], b: { c: 'x' } }, {}, { d: [] }];
  for (const items of [[], values.slice(0, 1), values]) {
    const [whole, later] = [terminal(), terminal()];
    whole.terminal.json({ version: 1, none: undefined, items, after: { x: [2] } });
    later.terminal.json({ version: 1, none: undefined, items: new Later(() => items).flatMap((each) => [each]), after: { x: [2] } });
    expect(later.text()).toBe(whole.text());
  }
  const pieces: string[] = [];
  const out = new Terminal({ write: (text) => pieces.push(text) }, {});
  out.json({ items: new Later(() => Array.from({ length: 3 }, () => 'x'.repeat(700_000))) });
  out.flush();
  expect([pieces.length, JSON.parse(pieces.join('')).items.length]).toEqual([2, 3]);
});

test('wraps at spaces, with further lines indented', () => {
  const { terminal: out, text } = terminal({ isTTY: true, columns: 40 });
  out.line(['  abc', styled('bold', ':'), ' a sentence that is longer than the line is wide, and ', styled('dim', 'averylongwordthatdoesnotfitintooneline anyway')], 2, 4);
  out.line();
  out.line('x', 3);
  expect(text()).toBe([
    '    abc: a sentence that is longer than',
    '    the line is wide, and',
    '    averylongwordthatdoesnotfitintooneline',
    '    anyway',
    '',
    '   x',
    '',
  ].join('\n'));
});

test.each([
  [{}, 100], [{ isTTY: true }, 100], [{ isTTY: true, columns: 200 }, 100], [{ isTTY: true, columns: 70 }, 70], [{ isTTY: true, columns: 10 }, 40],
])(
  'the width of %j', (stream, width) => {
    const { terminal: out, text } = terminal(stream);
    out.line('ab '.repeat(100));
    expect(Math.max(...text().split('\n').map((line) => line.length))).toBe(Math.floor((width + 1) / 3) * 3 - 1);
  },
);

const COLORED = '\u001b[31mab\u001b[39m \u001b[31mc\u001b[39m\n';

test.each<[string, { isTTY?: boolean }, Environment, string]>([
  ['a terminal', { isTTY: true }, { TERM: 'xterm' }, COLORED],
  ['a terminal without colors', { isTTY: true }, { TERM: 'dumb' }, 'ab c\n'],
  ['NO_COLOR', { isTTY: true }, { TERM: 'xterm', NO_COLOR: '1' }, 'ab c\n'],
  ['a pipe', {}, { TERM: 'xterm' }, 'ab c\n'],
  ['FORCE_COLOR', {}, { FORCE_COLOR: '1' }, COLORED],
  ['FORCE_COLOR that says no', { isTTY: true }, { TERM: 'xterm', FORCE_COLOR: '0' }, 'ab c\n'],
])('colors: %s', (_, stream, environment, expected) => {
  const { terminal: out, text } = terminal(stream, environment);
  out.line(styled('red', 'ab c'));
  expect(text()).toBe(expected);
});

describe('what can\'t be seen, moves the cursor or turns the direction of writing', () => {
  const hidden = 'a\u001b[31mb\nc\u202ed\u0007\u009b\u061c\u00ad\u2028\ud800\u{e0041}\ufeff';
  const codes = 'a\\u001b[31mb\\u000ac\\u202ed\\u0007\\u009b\\u061c\\u00ad\\u2028\\ud800\\udb40\\udc41\\ufeff';

  test('is shown as its code in a line', () => {
    const { terminal: out, text } = terminal();
    out.line(hidden);
    expect(text()).toBe(`${codes}\n`);
  });

  test('is an escape in JSON, which stays the same', () => {
    const { terminal: out, text } = terminal();
    out.json({ [hidden]: [hidden] });
    expect(JSON.parse(text())).toEqual({ [hidden]: [hidden] });
    expect(text().replace(/[ \n]/g, '')).toMatch(/^[\x20-\x7e]+$/);
  });

  test('is shown as its code in a text for a terminal, and stays in one for a program', () => {
    const [person, program] = [terminal({ isTTY: true }), terminal()];
    for (const { terminal: out } of [person, program]) {
      out.verbatim(`{\r\n\t"x": "${hidden.replace('\n', '')}"\n}\n`);
    }
    expect(person.text()).toBe(`{\r\n\t"x": "${codes.replace('\\u000a', '')}"\n}\n`);
    expect(program.text()).toBe(`{\r\n\t"x": "${hidden.replace('\n', '')}"\n}\n`);
  });
});

test('one write, and none of nothing', () => {
  const write = jest.fn();
  const out = new Terminal({ write }, {});
  out.flush();
  out.line('a');
  out.json({ b: 1 });
  out.flush();
  expect(write.mock.calls).toEqual([['a\n{\n  "b": 1\n}\n']]);
});

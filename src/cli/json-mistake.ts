import { MAX_DEPTH, TOO_DEEP } from './depth';

/** What is wrong with a string that is not JSON, and where. */
export interface TextMistake {
  readonly message: string;
  readonly offset: number;
}

const SPACE = /[ \n\r\t]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)(?![\w.])/y;

/** The first mistake in a string that `JSON.parse()` refuses: it says neither where nor what on every version of Node.js. */
export function jsonMistake(text: string): TextMistake {
  const open: Array<'}' | ']'> = [];
  let at = 0;
  const skip = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [''];
    at += found.length;
    return found !== '';
  };
  const mistake = (message: string, offset = at): TextMistake => ({ message, offset });
  const skipString = (): TextMistake | undefined => {
    const start = at;
    skip(STRING);
    const next = text[at];
    if (next === '"') {
      at++;
      return undefined;
    }
    return next === undefined ? mistake('a string has no end: expected a double quote', start)
      : next === '\\' ? mistake('expected an escape such as \\n, \\" or \\\\ after the backslash')
        : mistake(/[\n\r]/.test(next) ? 'a string ends with its line: expected a double quote' : 'expected no control character in a string');
  };
  for (let expected: 'value' | 'key' | 'next' = 'value'; ;) {
    skip(SPACE);
    const next = text[at];
    if (expected === 'next') {
      const closing = open[open.length - 1];
      if (closing === undefined) {
        return mistake('expected nothing after the value');
      }
      if (next !== ',' && next !== closing) {
        return mistake(`expected "," or "${closing}"`);
      }
      at++;
      expected = next === ',' ? (closing === '}' ? 'key' : 'value') : (open.pop(), 'next');
    } else if (expected === 'key') {
      const wrong = next === '"' ? skipString() : mistake('expected a key in double quotes');
      skip(SPACE);
      if (wrong || text[at] !== ':') {
        return wrong ?? mistake('expected ":"');
      }
      at++;
      expected = 'value';
    } else if (next === '{' || next === '[') {
      if (open.length >= MAX_DEPTH) {
        return mistake(TOO_DEEP);
      }
      open.push(next === '{' ? '}' : ']');
      at++;
      skip(SPACE);
      expected = text[at] === open[open.length - 1] ? 'next' : next === '{' ? 'key' : 'value';
      if (expected === 'next') {
        open.pop();
        at++;
      }
    } else {
      const wrong = next === '"' ? skipString() : skip(SCALAR) ? undefined : mistake(next === undefined ? 'the text ends too early' : 'expected a value');
      if (wrong) {
        return wrong;
      }
      expected = 'next';
    }
  }
}

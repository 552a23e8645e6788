/**
 * Runs a query of CloudWatch Logs Insights, for the commands that the library uses: fields, filter, parse with a regular expression, stats, sort and limit.
 * Written of the documentation alone.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export function runQuery(query: string, events: readonly object[]): Row[] {
  return query.split(/\n\| |(?<=[^|]) \| (?=(?:fields|filter|parse|stats|sort|limit|display)\b)/).reduce((rows, command) => {
    const [, name, rest] = /^(\w+)\s+(.*)$/s.exec(command.trim())!;
    const run = COMMANDS[name];
    if (!run) {
      throw new Error(`the command ${name}`);
    }
    return run(rest, rows);
  }, events.map((event): Row => ({ ...flat(event), '@message': JSON.stringify(event), '@timestamp': (event as any).eventTime })));
}

/** Fields by their names in dot notation, in which an element of a list has its number. */
export interface Row {
  [field: string]: unknown;
}

function flat(value: any, path: string[] = []): Row {
  return typeof value === 'object' && value !== null
    ? Object.assign({}, ...Object.entries(value).map(([name, each]) => flat(each, [...path, name])))
    : value === null ? {} : { [path.join('.')]: value };
}

const COMMANDS: { readonly [name: string]: (rest: string, rows: Row[]) => Row[] } = {
  // Others can still be used by the commands that follow.
  fields: (rest, rows) => {
    const columns = listed(rest).map(aliased);
    return rows.map((row) => ({ ...row, ...Object.fromEntries(columns.map(([expression, alias]) => [alias, evaluate(expression, row)])) }));
  },
  filter: (rest, rows) => rows.filter((row) => holds(rest, row)),
  parse: (rest, rows) => {
    const [, field, source] = /^(\S+)\s+\/(.*)\/$/s.exec(rest)!;
    return rows.map((row) => {
      const text = row[field];
      return { ...row, ...(typeof text === 'string' ? new RegExp(source).exec(text)?.groups : undefined) };
    });
  },
  stats: (rest, rows) => {
    const [, functions, by] = /^(.*?)\s+by\s+(.*)$/s.exec(rest)!;
    const keys = listed(by);
    const groups = new Map<string, Row[]>();
    rows.forEach((row) => {
      const key = JSON.stringify(keys.map((name) => row[name] ?? null));
      groups.set(key, [...groups.get(key) ?? [], row]);
    });
    return [...groups.values()].map((group) => ({
      ...Object.fromEntries(keys.map((key) => [key, group[0][key]])),
      ...Object.fromEntries(listed(functions).map(aliased).map(([expression, alias]) => [alias, aggregate(expression, group)])),
    }));
  },
  sort: (rest, rows) => {
    const orders = listed(rest).map((each) => each.split(/\s+/));
    const compare = (a: any, b: any) => (a === b ? 0 : a === undefined || a < b ? -1 : 1);
    return [...rows].sort((a, b) => orders.reduce((order, [field, way]) => order || compare(a[field], b[field]) * (way === 'desc' ? -1 : 1), 0));
  },
  limit: (rest, rows) => rows.slice(0, Number(rest)),
};

function aggregate(expression: string, group: Row[]): unknown {
  const [, name, field] = /^(\w+)\((.*)\)$/.exec(expression)!;
  switch (name) {
    case 'count': return group.length;
    case 'latest': return [...group].sort((a, b) => (String(a['@timestamp']) < String(b['@timestamp']) ? 1 : -1))[0][field];
    default: throw new Error(`the function ${name}`);
  }
}

/** What is between commas that are in no parentheses. */
function listed(text: string): string[] {
  return text.split(/,\s*(?![^(]*\))/).map((each) => each.trim());
}

function aliased(text: string): [string, string] {
  const [expression, alias = expression] = text.split(/\s+as\s+/);
  return [expression, alias];
}

function evaluate(expression: string, row: Row): unknown {
  const coalesce = /^coalesce\((.*)\)$/.exec(expression);
  return coalesce ? listed(coalesce[1]).map((field) => row[field]).find((value) => value !== undefined) : row[expression];
}

const TOKEN = /\s*(?:([()[\],])|("(?:[^"\\]|\\.)*")|(\/(?:[^/\\]|\\.)*\/)|(!=|<=|>=|=~|[=<>])|([\w@.-]+))/y;

/** Whether the row meets the condition of a filter. */
function holds(condition: string, row: Row): boolean {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < condition.trimEnd().length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(condition);
    if (!match) {
      throw new Error(`${condition}: no token at ${start}`);
    }
    tokens.push(match[0].trim());
  }
  let at = 0;
  const next = (expected?: string) => {
    if (at >= tokens.length || (expected !== undefined && tokens[at] !== expected)) {
      throw new Error(`${condition}: expected ${expected} at ${tokens[at]}`);
    }
    return tokens[at++];
  };
  const or = (): boolean => {
    let value = and();
    while (tokens[at] === 'or') {
      at++;
      value = and() || value;
    }
    return value;
  };
  const and = (): boolean => {
    let value = not();
    while (tokens[at] === 'and') {
      at++;
      value = not() && value;
    }
    return value;
  };
  const not = (): boolean => (tokens[at] === 'not' ? (at++, !not()) : term());
  const literal = () => {
    const token = next();
    return token.startsWith('"') ? JSON.parse(token) : Number(token);
  };
  const like = (value: unknown): boolean => {
    const token = next();
    const text = value === undefined ? undefined : String(value);
    return text !== undefined && (token.startsWith('/') ? new RegExp(token.slice(1, -1), 's').test(text) : text.includes(JSON.parse(token)));
  };
  const term = (): boolean => {
    if (tokens[at] === '(') {
      at++;
      const value = or();
      next(')');
      return value;
    }
    const field = next();
    if (field === 'ispresent') {
      next('(');
      const value = row[next()];
      next(')');
      return value !== undefined;
    }
    const value = row[field];
    const operator = next();
    switch (operator) {
      case 'like':
      case '=~': return like(value);
      case 'not': {
        const kind = next();
        return kind === 'like' ? !like(value) : !within(value);
      }
      case 'in': return within(value);
      case '=': return String(value) === String(literal());
      case '!=': return String(value) !== String(literal());
      case '<': return Number(value) < literal();
      case '>': return Number(value) > literal();
      case '<=': return Number(value) <= literal();
      case '>=': return Number(value) >= literal();
      default: throw new Error(`${condition}: the operator ${operator}`);
    }
  };
  const within = (value: unknown): boolean => {
    next('[');
    const values = [literal()];
    while (tokens[at] === ',') {
      at++;
      values.push(literal());
    }
    next(']');
    return values.includes(value);
  };
  const result = or();
  if (at !== tokens.length) {
    throw new Error(`${condition}: something is left at ${tokens[at]}`);
  }
  return result;
}

import * as path from 'path';

/** The picture of both figures, on the page for agents' operators. */
export const PICTURE = path.join(__dirname, '..', 'docs', 'what-agents-can-do.svg');

/** A guardrail in the picture: both as shares, from 0 to 1. */
export interface Point {
  readonly name: string;
  readonly stopped: number;
  readonly possible: number;
  /** What is drawn full, and joined by a line: the grades. */
  readonly isGrade: boolean;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const [WIDTH, HEIGHT] = [900, 620];
const [LEFT, TOP, RIGHT, BOTTOM] = [90, 40, 860, 540];
const [RADIUS, LETTER, LINE] = [6, 7.3, 16];

const x = ({ possible }: Point) => LEFT + possible * (RIGHT - LEFT);
const y = ({ stopped }: Point) => BOTTOM - stopped * (BOTTOM - TOP);
const round = (value: number) => String(Math.round(value * 10) / 10);
const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** A point for each guardrail: what goes on to the right, what is stopped upward. In colors that can be read on a light page and on a dark one. */
export function picture(points: readonly Point[]): string {
  const labels = placeLabels(points);
  const grades = points.filter(({ isGrade }) => isGrade).map((point) => `${round(x(point))},${round(y(point))}`);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="13">`,
    '<title>Of each guardrail, how much of others\' attack lists it stops, and how many of AWS\'s skills for agents go through whole</title>',
    '<style>',
    '.page{fill:#fff}.text{fill:#1f2328;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}.line{stroke:#8c959f}.grid{stroke:#d8dee4}.grade{fill:#0550ae;stroke:#0550ae}.other{fill:#fff;stroke:#953800}',
    '@media (prefers-color-scheme:dark){.page{fill:#0d1117}.text{fill:#e6edf3;stroke:#0d1117}.line{stroke:#7d8590}.grid{stroke:#30363d}'
      + '.grade{fill:#79c0ff;stroke:#79c0ff}.other{fill:#0d1117;stroke:#ffa657}}',
    '</style>',
    `<rect class="page" width="${WIDTH}" height="${HEIGHT}"/>`,
    ...[0, 0.2, 0.4, 0.6, 0.8, 1].flatMap((share) => {
      const [across, up] = [round(LEFT + share * (RIGHT - LEFT)), round(BOTTOM - share * (BOTTOM - TOP))];
      return [
        `<path class="grid" d="M${LEFT} ${up}H${RIGHT}M${across} ${TOP}V${BOTTOM}"/>`,
        `<text class="text" x="${LEFT - 10}" y="${round(Number(up) + 4)}" text-anchor="end">${share * 100} %</text>`,
        `<text class="text" x="${across}" y="${BOTTOM + 20}" text-anchor="middle">${share * 100} %</text>`,
      ];
    }),
    `<text class="text" x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 48}" text-anchor="middle">possible: skills for agents that go through whole</text>`,
    `<text class="text" x="24" y="${(TOP + BOTTOM) / 2}" text-anchor="middle" transform="rotate(-90 24 ${(TOP + BOTTOM) / 2})">`
      + 'stopped: attack paths and dangerous actions</text>',
    `<polyline class="line" fill="none" stroke-dasharray="4 4" points="${grades.join(' ')}"/>`,
    ...points.map((point, i) => {
      const { left, top, width } = labels[i];
      const isBefore = left + width < x(point);
      const distance = Math.hypot(Math.max(left - x(point), 0, x(point) - left - width), Math.max(top - y(point), 0, y(point) - top - LINE));
      return [
        ...distance < 2 * RADIUS ? [] : [`<path class="line" d="M${round(x(point))} ${round(y(point))}L${round(isBefore ? left + width : left)} ${round(top + LINE / 2)}"/>`],
        `<circle class="${point.isGrade ? 'grade' : 'other'}" stroke-width="2" cx="${round(x(point))}" cy="${round(y(point))}" r="${RADIUS}"/>`,
        `<text class="text" x="${round(isBefore ? left + width : left)}" y="${round(top + 12)}"${isBefore ? ' text-anchor="end"' : ''}>${escaped(point.name)}</text>`,
      ].join('');
    }),
    '</svg>',
  ].join('\n')}\n`;
}

/** Beside its point, or as near to it as no other label, and no point, is in the way. */
function placeLabels(points: readonly Point[]): Box[] {
  const taken: Box[] = points.map((point) => ({ left: x(point) - RADIUS, top: y(point) - RADIUS, width: 2 * RADIUS, height: 2 * RADIUS }));
  return points.map((point) => {
    const width = point.name.length * LETTER;
    const near = [0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5].flatMap((line) => {
      const [gap, top] = [RADIUS + 4 + 14 * Math.abs(line), y(point) - LINE / 2 + line * LINE];
      const sides = [x(point) + gap, x(point) - gap - width, ...Math.abs(line) > 0 ? [x(point) - width / 2] : []];
      return sides.map((left) => ({ left, top: left === sides[2] ? top + Math.sign(line) * 2 : top, width, height: LINE }));
    });
    const inside = near.filter(({ left, top }) => left > LEFT && left + width < WIDTH - 4 && top > 4 && top + LINE < BOTTOM + 2);
    const box = inside.find((each) => !taken.some((other) => overlap(each, other))) ?? inside[0];
    taken.push(box);
    return box;
  });
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}

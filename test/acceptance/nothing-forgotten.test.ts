import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { forgottenPlaces } from './places';
import { writeSnapshots } from './snapshots';

// What the acceptance run would say after minutes: a renamed snapshot or class is forgotten at once.

test('every place is used', () => {
  expect(forgottenPlaces()).toEqual([]);
});

test('it is known what every golden snapshot holds', () => {
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'snapshots-'));
  try {
    expect(writeSnapshots(path.join(scratch, 'snapshots'))[0]).toMatch(/^\d+ snapshots, of which \d+ are in templates$/);
  } finally {
    fs.rmSync(scratch, { recursive: true });
  }
});

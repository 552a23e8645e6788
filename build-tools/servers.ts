import * as fs from 'fs';
import * as path from 'path';
import { withServers } from './servers-table';

const PAGE = path.join(__dirname, '../docs/servers.md');

/** Writes the table of docs/servers.md anew: what is known of each managed MCP server. */
fs.writeFileSync(PAGE, withServers(fs.readFileSync(PAGE, 'utf-8')));

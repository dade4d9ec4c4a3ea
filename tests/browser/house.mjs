// house.mjs - a demo house to walk in: made, copied, served, stopped.
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const SERVE_MS = 30000;
const [, , bedside, folder] = process.argv;

// The program refuses to run as root, and so does nobody's folder then.
const asOther = process.getuid() === 0 ? { uid: 65534, gid: 65534 } : {};

export const named = (name) => path.join(folder, name);

function run(...words) {
  return execFileSync(bedside, words, { ...asOther, encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'] });
}

function login(house, name, role) {
  const said = run('login', 'add', name, '--role', role, '--folder',
    named(house), '--json');
  return JSON.parse(said).password;
}

const AGENCY = { name: 'Harbor Care LLC', 'known-as': 'Harbor Care',
  line1: 'P.O. Box 2170', city: 'Portland', state: 'ME', zip: '04101',
  phone: '207-555-0170', hours: 'Monday to Friday, 8 a.m. to 8 p.m.',
  'hours-es': 'lunes a viernes, 8 a.m. a 8 p.m.',
  website: 'harborcare.example', portal: 'harborcare.example/m' };

// A house on its first day: one provider, six accounts, whose letters wait
// until somebody has seen some.  What must stand before a letter leaves
// stands, but for the administrator, who like the supervisor never signed in.
export function houseMake(house, agreement) {
  const at = ['--folder', named(house)];
  const cared = new Date(Date.now() - 60 * 86400000).toISOString()
    .slice(0, 10);
  const rows = ['Acct No,Chart,First Name,Last Name,DOB,Address,City,State,'
    + 'ZIP,Phone,Facility,Visit Date,Charges,Insurance Paid,Adjustments,'
    + 'Patient Paid,Amount Due'];
  for (let n = 1; n <= 6; n += 1)
    rows.push(`LC-${n},C${n},Ada,Brook${n},1971-06-0${n},${n} Elm Street,`
      + `Milwaukee,WI,53204,414555020${n},MAIN,${cared},310.00,100.00,10.00,`
      + '0.00,200.00');
  writeFileSync(named('first.csv'), `${rows.join('\n')}\n`);
  run('init', ...Object.entries(AGENCY).flatMap(([name, words]) =>
    [`--${name}`, words]), ...at);
  run('client', 'apply', agreement, ...at);
  run('import', '--client', 'LAKESIDE', named('first.csv'), ...at);
  run('daily', ...at);
  login(house, 'answer', 'representative');
  run('ready', '--no-license', 'an invented house of a test', ...at);
  run('backup', 'make', named('first.backup'), ...at);
  const [code] = run('backup', 'code', ...at).split(/\s/);
  run('backup', 'code', '--on-paper', code.split('-').at(-1), ...at);
  return { lead: login(house, 'lead', 'supervisor'),
    admin: login(house, 'admin', 'administrator') };
}

export function demoMake(house) {
  const words = run('demo', '--folder', named(house), '--accounts', '60',
    '--days', '28', '--json');
  const { note } = JSON.parse(words);
  const [, code, year, month, day] =
    /code (\S+), born (\d+)-(\d+)-(\d+)/.exec(note);
  const [, last] = /born \S+ \(.*?(\S+)\)/.exec(note);
  const [, rep] = /name rep, password (\S+)/.exec(note);
  const [, provider] = /name provider, password (\S+)/.exec(note);
  return { code, year, month, day, last, rep, provider };
}

export function houseCopy(from, to) {
  for (const part of ['', '-keys']) {
    cpSync(named(from + part), named(to + part),
      { recursive: true, preserveTimestamps: true });
    if (asOther.uid)
      execFileSync('chown', ['-R', '65534:65534', named(to + part)]);
  }
}

// Serves on a port that was free, which the program says when it is there.
export function serve(house) {
  const child = spawn(bedside, ['serve', '--folder', named(house),
    '--port', '0'], { ...asOther, stdio: ['ignore', 'pipe', 'ignore'] });
  const left = new Promise((done) => { child.once('exit', done); });
  const stop = () => { child.kill(); return left; };
  return new Promise((done, fail) => {
    let said = '';
    const late = setTimeout(() => {
      fail(new Error(`${house} is not served: ${said}`));
    }, SERVE_MS);
    child.stdout.on('data', (bytes) => {
      said += bytes;
      const base = /on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (!base) return;
      clearTimeout(late);
      done({ base, stop });
    });
  });
}

export function houseDrop(house) {
  for (const part of ['', '-keys'])
    rmSync(named(house + part), { recursive: true, force: true,
      maxRetries: 5 });
}

// What an authenticator app would show now for a setup key (RFC 6238).
export function timeCode(key) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  let bits = '';
  for (const letter of key.replaceAll(/[\s=]/g, '').toUpperCase())
    bits += letters.indexOf(letter).toString(2).padStart(5, '0');
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) =>
    parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const mac = createHmac('sha1', secret).update(step).digest();
  const at = mac[19] & 15;
  const number = mac.readUInt32BE(at) & 0x7fffffff;
  return String(number % 1000000).padStart(6, '0');
}

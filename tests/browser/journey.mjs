// journey.mjs - do the pages work for the people they are for?
//
//   node journey.mjs BEDSIDE FOLDER MODULES PORT [LANGUAGE]
//
// Makes a demo folder of invented people below FOLDER, serves it, and walks
// it in a real browser with JavaScript off, in both languages: the desk, the
// person's way from the code to the plan and (in a copy) to a pause, the
// provider.  On each page, at 320 and 1280 pixels: no sideways scroll, at most
// 20 KB, a label for each field, nothing blocked or complained about, and axe
// finds nothing.  Screenshots stay in FOLDER/shots.  Last line: N passed, N
// failed.
import { createRequire } from 'node:module';
import { spawn, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync }
  from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const [bedside, folder, modules, portText, only] = process.argv.slice(2);
const require = createRequire(path.join(modules, 'package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const PAGE_BYTES = 20 * 1024;
const WIDTHS = [320, 1280];
const SERVE_MS = 20000;
const AXE = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};
const shots = path.join(folder, 'shots');
let passed = 0;
let failed = 0;

function check(ok, words) {
  if (ok) { passed += 1; return; }
  failed += 1;
  console.log(`failed: ${words}`);
}

// The program refuses to run as root, and so does nobody's folder then.
const asOther = process.getuid() === 0 ? { uid: 65534, gid: 65534 } : {};

function demoMake(name) {
  const words = execFileSync(bedside, ['demo', '--folder',
    path.join(folder, name), '--accounts', '60', '--days', '28', '--json'],
    { ...asOther, encoding: 'utf8' });
  const note = JSON.parse(words).note;
  const [, code, year, month, day] =
    /code (\S+), born (\d+)-(\d+)-(\d+)/.exec(note);
  const [, last] = /born \S+ \(.*?(\S+)\)/.exec(note);
  const [, rep] = /name rep, password (\S+)/.exec(note);
  const [, provider] = /name provider, password (\S+)/.exec(note);
  return { code, year, month, day, last, rep, provider };
}

function demoCopy(from, to) {
  for (const part of ['', '-keys']) {
    cpSync(path.join(folder, from + part), path.join(folder, to + part),
      { recursive: true, preserveTimestamps: true });
    if (asOther.uid)
      execFileSync('chown', ['-R', '65534:65534',
        path.join(folder, to + part)]);
  }
}

async function serve(name, port) {
  const child = spawn(bedside, ['serve', '--folder', path.join(folder, name),
    '--port', String(port)], { ...asOther, stdio: 'ignore' });
  const base = `http://127.0.0.1:${port}`;
  for (let waited = 0; waited < SERVE_MS; waited += 100) {
    try {
      if ((await fetch(`${base}/health`)).ok) return { child, base };
    } catch { /* not yet */ }
    await new Promise((done) => setTimeout(done, 100));
  }
  child.kill();
  throw new Error('the server did not start');
}

// One person at one browser, without JavaScript.
async function visitor(browser, base, language) {
  const context = await browser.newContext({ javaScriptEnabled: false,
    locale: language === 'es' ? 'es-US' : 'en-US' });
  const page = await context.newPage();
  const said = [];
  page.on('console', (line) => {
    // The browser notes each 4xx of its own accord; a form shown again is one.
    if (line.type() === 'error' && !/status of 4\d\d/.test(line.text()))
      said.push(line.text());
  });
  page.on('requestfailed', (r) => said.push(`failed: ${r.url()}`));
  return { context, page, base, language, said };
}

// One page with scripts, for axe alone: it gets the HTML the visitor saw.
let axePage = null;
async function axeRun(browser, html, width) {
  if (!axePage) {
    axePage = await (await browser.newContext()).newPage();
    await axePage.route('**/*', (route) => route.abort());
  }
  await axePage.setViewportSize({ width, height: 900 });
  await axePage.setContent(html, { waitUntil: 'domcontentloaded' });
  await axePage.evaluate(axe);
  const found = await axePage.evaluate((options) => window.axe
    .run(document, options), AXE);
  return found.violations.map((v) =>
    `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
}

async function pageCheck(browser, who, name) {
  const { page } = who;
  const label = `${name} (${who.language})`;
  // On a busy machine a page may still be coming in.
  await page.waitForLoadState('load');
  const html = await page.content();
  check(Buffer.byteLength(html) <= PAGE_BYTES,
    `${label}: ${Buffer.byteLength(html)} bytes`);
  const facts = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    heads: document.querySelectorAll('h1').length,
    bare: [...document.querySelectorAll('input,select,textarea')].filter(
      (field) => field.type !== 'hidden' && (!field.id
        || !document.querySelector(`label[for="${field.id}"]`)))
      .map((field) => field.name),
    styled: getComputedStyle(document.body).backgroundColor
      !== 'rgba(0, 0, 0, 0)'
      || getComputedStyle(document.documentElement).backgroundColor
        !== 'rgba(0, 0, 0, 0)',
    scripts: document.scripts.length,
    language: Boolean(document.querySelector('header a[hreflang]')),
    skip: Boolean(document.querySelector('a.skip[href="#main"]')),
    facts: document.querySelector('footer').innerText.length,
    braces: /\{\{|\{[a-z_]+\}/.test(document.body.innerText),
  }));
  check(facts.lang === who.language, `${label}: lang is ${facts.lang}`);
  check(facts.heads === 1, `${label}: ${facts.heads} h1`);
  check(facts.bare.length === 0, `${label}: no label: ${facts.bare}`);
  check(facts.styled, `${label}: its style did not come`);
  check(facts.scripts === 0, `${label}: has a script`);
  check(facts.language && facts.skip && facts.facts > 60,
    `${label}: language, skip link or the five facts are missing`);
  check(!facts.braces, `${label}: an unfilled {word}`);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() =>
      document.documentElement.scrollWidth);
    check(wide <= width, `${label}: ${wide} wide at ${width}`);
    await page.screenshot({ fullPage: true, path: path.join(shots,
      `${name.replaceAll(' ', '-')}-${who.language}-${width}.png`) });
    for (const words of await axeRun(browser, html, width))
      check(false, `${label}: axe at ${width}: ${words}`);
    passed += 1;
  }
  check(who.said.length === 0, `${label}: the browser said ${who.said}`);
  who.said.length = 0;
}

const main = (page) => page.locator('main');

async function findBill(page, demo) {
  await page.fill('#code', demo.code.toLowerCase().replace('-', ' '));
  await page.fill('#born_month', demo.month);
  await page.fill('#born_day', demo.day);
  await page.fill('#born_year', demo.year);
  await main(page).locator('button').first().click();
  check(page.url().includes('/m/bill'), `not at the bill: ${page.url()}`);
}

// In a copy of its own: who pauses is offered no plan meanwhile.
async function pauseJourney(browser, base, demo, language) {
  const who = await visitor(browser, base, language);
  const { page } = who;
  await page.goto(`${base}/m`);
  await findBill(page, demo);
  if (await page.locator('.cards h2 a').count() > 0)
    await page.locator('.cards h2 a').first().click();
  await main(page).locator('a.button[href^="/m/choices"]').click();
  await main(page).locator('a[href^="/m/pause"]').first().click();
  await main(page).locator('form[action="/m/pause"] button').click();
  check(page.url().includes('/m/bill'), `not paused: ${page.url()}`);
  check(await main(page).locator('a[href^="/m/choices"]').count() === 0,
    'a paused bill asks for a choice');
  await pageCheck(browser, who, 'bill paused');
  await who.context.close();
}

async function personJourney(browser, base, demo, language) {
  const who = await visitor(browser, base, language);
  const { page } = who;
  const see = (name) => pageCheck(browser, who, name);
  await page.goto(`${base}/m`);
  await see('find');
  check(/^(Messages|Mensajes) – /.test(await page.title()),
    `title says too much: ${await page.title()}`);
  await main(page).locator('a[href="/m/real"]').click();
  await see('real');
  await page.goto(`${base}/m`);
  await page.fill('#code', 'AAAA-AAAA');
  await page.fill('#born_month', '1');
  await page.fill('#born_day', '2');
  await page.fill('#born_year', '1950');
  await main(page).locator('button').first().click();
  await see('find wrong');
  check((await page.title()).startsWith('Error:'), 'no Error: in the title');
  check(await page.locator('.problem a[href^="#"]').count() > 0,
    'the summary links to no field');
  await findBill(page, demo);
  if (await page.locator('.cards h2 a').count() > 0) {
    await see('bills');
    await page.locator('.cards h2 a').first().click();
  }
  await see('bill');
  await main(page).locator('a.button[href^="/m/choices"]').click();
  await see('choices');
  await main(page).locator('a[href^="/m/pause"]').first().click();
  await see('pause');
  await page.goBack();
  await main(page).locator('a[href*="offer="]').first().click();
  await see('review');
  await main(page).locator('form[action="/m/plan"] button').click();
  await see('review wrong');
  await page.check('#agree');
  await main(page).locator('form[action="/m/plan"] button').click();
  check(page.url().includes('/m/plan/done'), `no plan: ${page.url()}`);
  await see('done');
  await page.goto(`${base}/m/bill`);
  await see('bill on plan');
  const other = page.locator('header a[hreflang]');
  const before = new URL(page.url()).pathname;
  await other.click();
  check(new URL(page.url()).pathname === before, 'the toggle left the page');
  check(await page.evaluate(() => document.documentElement.lang)
    !== language, 'the toggle changed no language');
  await page.locator('form[action="/m/sign-out"] button').click();
  await page.goto(`${base}/m/bill`);
  check(new URL(page.url()).pathname === '/m', 'still signed in');
  await who.context.close();
}

// From the gate's yes to what came of the call.  At an hour when nobody may
// be called there is no button, and that is said.
async function callJourney(who, see) {
  const { page } = who;
  const button = main(page).locator('form[action$="/call"] button');
  if (await button.count() === 0) {
    console.log('nobody may be called now: no call was walked');
    return;
  }
  await button.click();
  check(page.url().includes('/call?answer='), `no call: ${page.url()}`);
  await see('desk call');
  await main(page).locator('form[action$="/outcome"] button').click();
  await see('desk call wrong');
  check(await page.locator('.problem a[href^="#"]').count() > 0,
    'the summary of a call links to no field');
  await page.check('input[name="outcome"][value="no_answer"]');
  await main(page).locator('form[action$="/outcome"] button').click();
  check(page.url().includes('said=outcome'), `no outcome: ${page.url()}`);
  await see('desk outcome');
}

async function signIn(who, name, password) {
  const { page, base } = who;
  await page.goto(`${base}/sign-in`);
  await page.fill('#name', name);
  await page.fill('#password', password);
  await main(page).locator('button').click();
}

async function deskJourney(browser, base, demo, language) {
  const who = await visitor(browser, base, language);
  const { page } = who;
  const see = (name) => pageCheck(browser, who, name);
  await page.goto(`${base}/sign-in`);
  await see('sign-in');
  await signIn(who, 'rep', 'not the password');
  await see('sign-in wrong');
  await signIn(who, 'rep', demo.rep);
  check(new URL(page.url()).pathname === '/desk', `no desk: ${page.url()}`);
  await see('desk');
  await page.fill('#q', `${demo.last} ${Number(demo.month)}/`
    + `${Number(demo.day)}/${demo.year}`);
  await main(page).locator('form button').first().click();
  await see('desk find');
  await main(page).locator('a[href^="/desk/debt/"]').first().click();
  await see('desk debt');
  const debt = page.url();
  await main(page).locator('form[action$="/may-call"] button').click();
  await see('desk may-call');
  check(await page.locator('.verdict').count() === 1, 'no verdict');
  await callJourney(who, see);
  await page.goto(debt);
  await page.fill('#amount', '999999.99');
  await main(page).locator('form[action$="/payment"] button').click();
  await see('desk payment wrong');
  await page.fill('#amount', '1.00');
  const came = new Date(Date.now() - 2 * 86400000);
  await page.fill('#received_month', String(came.getMonth() + 1));
  await page.fill('#received_day', String(came.getDate()));
  await page.fill('#received_year', String(came.getFullYear()));
  await main(page).locator('form[action$="/payment"] button').click();
  check(/\/payment\/[0-9a-f]{32}$/.test(page.url()),
    `no receipt: ${page.url()}`);
  await see('desk payment');
  const receipt = page.url();
  await main(page).locator('details summary').click();
  await see('desk payment undo');
  await page.fill('#words', 'wrong bill');
  await main(page).locator('form[action$="/reverse"] button').click();
  check(page.url().includes('said=reversed'), `not back: ${page.url()}`);
  await see('desk reversed');
  await page.goto(receipt);
  await see('desk payment reversed');
  check(await main(page).locator('form').count() === 0
    && await page.locator('.note').count() === 1,
    'a payment taken back does not say so');
  await who.context.close();
  return debt;
}

// Last, because a hold ends the calls.
async function holdJourney(browser, base, demo, language) {
  const who = await visitor(browser, base, language);
  const { page } = who;
  const see = (name) => pageCheck(browser, who, name);
  await signIn(who, 'rep', demo.rep);
  await page.goto(demo.debt);
  await page.check('input[name="kind"][value="hold"]');
  await main(page).locator('form[action$="/fact"] button').click();
  await see('desk said');
  await who.context.close();
}

async function providerJourney(browser, base, demo, language) {
  const who = await visitor(browser, base, language);
  const { page } = who;
  const see = (name) => pageCheck(browser, who, name);
  await signIn(who, 'provider', demo.provider);
  check(new URL(page.url()).pathname === '/provider',
    `no provider page: ${page.url()}`);
  await see('provider');
  await main(page).locator('a[href^="/provider/batch/"]').first().click();
  await see('provider batch');
  await page.goto(`${base}/provider/accounts`);
  await see('provider accounts');
  await page.goto(`${base}/provider/remit`);
  await see('provider remits');
  const remit = main(page).locator('a[href^="/provider/remit/"]');
  if (await remit.count() > 0) {
    await remit.first().click();
    await see('provider remit');
  }
  const other = await page.goto(`${base}/desk`);
  check(other.status() === 404, `a provider at the desk: ${other.status()}`);
  await who.context.close();
}

mkdirSync(shots, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.BEDSIDE_CHROMIUM,
  args: process.getuid() === 0 ? ['--no-sandbox'] : [],
});
const children = [];
try {
  const demo = demoMake('made');
  const walks = [];
  for (const language of only ? [only] : ['en', 'es'])
    walks.push([language, language, [deskJourney, personJourney, holdJourney,
      providerJourney]], [`${language}-pause`, language, [pauseJourney]]);
  let port = Number(portText);
  for (const [name, language, journeys] of walks) {
    demoCopy('made', name);
    const { child, base } = await serve(name, port);
    children.push(child);
    port += 1;
    for (const journey of journeys) {
      try {
        demo.debt = await journey(browser, base, demo, language) ?? demo.debt;
      } catch (trouble) {
        check(false, `${journey.name} (${language}): ${trouble.message
          .split('\n')[0]}`);
      }
    }
    child.kill();
  }
} finally {
  for (const child of children) child.kill();
  await browser.close();
}
for (const name of readdirSync(folder))
  if (name !== 'shots')
    rmSync(path.join(folder, name), { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

// visitor.mjs - one person at one browser, and what each page owes them.
//
// On each page, at 320 and 1280 pixels (in Spanish, whose words are longer, at
// 320): no sideways scroll, at most 20 KB (64
// at the desk and for providers), a label for each field, nothing blocked or
// complained about, and axe finds nothing.  A screenshot of each stays in
// FOLDER/shots.
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

const [, , , folder, modules] = process.argv;
const require = createRequire(path.join(modules, 'package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const PERSON_BYTES = 20 * 1024;
const STAFF_BYTES = 64 * 1024;
const WIDTHS = { en: [320, 1280], es: [320] };
const TABS_MAX = 120;
const AXE = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};
const shots = path.join(folder, 'shots');
export const count = { passed: 0, failed: 0 };

export function check(ok, words) {
  count[ok ? 'passed' : 'failed'] += 1;
  if (!ok) console.log(`failed: ${words}`);
}

export function browserStart() {
  mkdirSync(shots, { recursive: true });
  return chromium.launch({
    executablePath: process.env.BEDSIDE_CHROMIUM,
    args: process.getuid() === 0 ? ['--no-sandbox'] : [],
  });
}

// One page with scripts, for axe alone: it gets the HTML the visitor saw.
let axePage = null;
async function axeOpen(browser, html) {
  if (!axePage) {
    axePage = await (await browser.newContext()).newPage();
    await axePage.route('**/*', (route) => route.abort());
  }
  await axePage.setContent(html, { waitUntil: 'domcontentloaded' });
  await axePage.evaluate(axe);
}

async function axeRun(width) {
  await axePage.setViewportSize({ width, height: 900 });
  const found = await axePage.evaluate((options) => window.axe
    .run(document, options), AXE);
  return found.violations.map((v) =>
    `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(' | ')}`);
}

function factsOf() {
  const painted = (element) => getComputedStyle(element).backgroundColor
    !== 'rgba(0, 0, 0, 0)';
  return {
    lang: document.documentElement.lang,
    heads: document.querySelectorAll('h1').length,
    bare: [...document.querySelectorAll('input,select,textarea')].filter(
      (field) => field.type !== 'hidden' && (!field.id
        || !document.querySelector(`label[for="${field.id}"]`)))
      .map((field) => field.name),
    styled: painted(document.body) || painted(document.documentElement),
    scripts: document.scripts.length,
    language: Boolean(document.querySelector('header a[hreflang]')),
    skip: Boolean(document.querySelector('a.skip[href="#main"]')),
    facts: document.querySelector('footer').innerText.length,
    braces: /\{\{|\{[a-z_]+\}/.test(document.body.innerText),
  };
}

export class Visitor {
  // JavaScript is off, as on an old phone or behind a careful proxy.
  static async enter(browser, base, language) {
    const visitor = new Visitor();
    Object.assign(visitor, { browser, base, language, said: [] });
    visitor.context = await browser.newContext({ javaScriptEnabled: false,
      locale: language === 'es' ? 'es-US' : 'en-US' });
    visitor.page = await visitor.context.newPage();
    visitor.page.on('console', (line) => {
      // The browser notes each 4xx of its own accord; a form shown again is
      // one.
      if (line.type() === 'error' && !/status of 4\d\d/.test(line.text()))
        visitor.said.push(line.text());
    });
    visitor.page.on('requestfailed', (request) => {
      // Who walks on before a picture came has broken nothing.
      const why = request.failure()?.errorText;
      if (why !== 'net::ERR_ABORTED')
        visitor.said.push(`${request.url()}: ${why}`);
    });
    return visitor;
  }

  leave() { return this.context.close(); }

  get main() { return this.page.locator('main'); }

  go(where) {
    return this.page.goto(this.base + where, { waitUntil: 'load' });
  }

  at(where) { return this.page.url().startsWith(this.base + where); }

  // A link or a button that leads to a page, and that page whole.
  async press(where) {
    const button = typeof where === 'string' ? this.main.locator(where)
      : where;
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }),
      button.first().click()]);
  }

  has(where) { return this.main.locator(where).count(); }

  async signIn(name, password) {
    await this.go('/sign-in');
    await this.page.fill('#name', name);
    await this.page.fill('#password', password);
    await this.press('button');
  }

  // Walks with the Tab key alone; each stop must be seen.
  async tabTo(where) {
    for (let tabs = 0; tabs < TABS_MAX; tabs += 1) {
      await this.page.keyboard.press('Tab');
      const stop = await this.page.evaluate((selector) => {
        const here = document.activeElement;
        const style = getComputedStyle(here);
        return { found: here.matches(selector), name: here.outerHTML
          .slice(0, 80), seen: here === document.body
          || (style.outlineStyle !== 'none' && style.outlineWidth !== '0px')
          || style.boxShadow !== 'none' };
      }, where);
      if (!stop.seen) check(false, `the focus cannot be seen: ${stop.name}`);
      if (stop.found) return;
    }
    throw new Error(`no way to ${where} by keyboard`);
  }

  async enterKey() {
    await Promise.all([this.page.waitForNavigation({ waitUntil: 'load' }),
      this.page.keyboard.press('Enter')]);
  }

  async see(name) {
    const { page } = this;
    const label = `${name} (${this.language})`;
    await page.waitForLoadState('load');
    const html = await page.content();
    check(Buffer.byteLength(html)
      <= (this.at('/m') ? PERSON_BYTES : STAFF_BYTES),
      `${label}: ${Buffer.byteLength(html)} bytes`);
    const facts = await page.evaluate(factsOf);
    check(facts.lang === this.language, `${label}: lang is ${facts.lang}`);
    check(facts.heads === 1, `${label}: ${facts.heads} h1`);
    check(facts.bare.length === 0, `${label}: no label: ${facts.bare}`);
    check(facts.styled, `${label}: its style did not come`);
    check(facts.scripts === 0, `${label}: has a script`);
    check(facts.language && facts.skip && facts.facts > 60,
      `${label}: language, skip link or the five facts are missing`);
    check(!facts.braces, `${label}: an unfilled {word}`);
    await axeOpen(this.browser, html);
    for (const width of WIDTHS[this.language]) {
      await page.setViewportSize({ width, height: 900 });
      const wide = await page.evaluate(() =>
        document.documentElement.scrollWidth);
      check(wide <= width, `${label}: ${wide} wide at ${width}`);
      await page.screenshot({ fullPage: true, path: path.join(shots,
        `${name.replaceAll(' ', '-')}-${this.language}-${width}.png`) });
      const found = await axeRun(width);
      check(found.length === 0, `${label}: axe at ${width}: ${found}`);
    }
    check(this.said.length === 0, `${label}: the browser said ${this.said}`);
    this.said.length = 0;
  }
}

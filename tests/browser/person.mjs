// person.mjs - the person's way: from the code on the letter to a plan.
import { check } from './visitor.mjs';

export async function billFind(who, demo) {
  const { page } = who;
  await page.fill('#code', demo.code.toLowerCase().replace('-', ' '));
  await page.fill('#born_month', demo.month);
  await page.fill('#born_day', demo.day);
  await page.fill('#born_year', demo.year);
  await who.press('button');
  check(who.at('/m/bill'), `not at the bill: ${page.url()}`);
}

async function waysIn(who) {
  const { page } = who;
  await who.go('/m');
  await who.see('find');
  check(/^(Messages|Mensajes) – /.test(await page.title()),
    `title says too much: ${await page.title()}`);
  await who.press('a[href="/m/real"]');
  await who.see('real');
  for (const [where, name] of [['/m/not-me', 'not me'], ['/m/back', 'back'],
    ['/m/back/code', 'back code']]) {
    await who.go(where);
    await who.see(name);
  }
  await who.go('/m');
  await page.fill('#code', 'AAAA-AAAA');
  await page.fill('#born_month', '1');
  await page.fill('#born_day', '2');
  await page.fill('#born_year', '1950');
  await who.press('button');
  await who.see('find wrong');
  check((await page.title()).startsWith('Error:'), 'no Error: in the title');
  check(await page.locator('.problem a[href^="#"]').count() > 0,
    'the summary links to no field');
}

async function oneBill(who, demo) {
  await billFind(who, demo);
  if (await who.has('.cards h2 a') > 0) {
    await who.see('bills');
    await who.press('.cards h2 a');
  }
}

// A plan bends: another day, one payment later, an end without a penalty.
async function planWalk(who) {
  const { page } = who;
  await who.press('a[href^="/m/plan?bill="]');
  await who.see('plan');
  const plan = page.url().replace(who.base, '');
  await who.press('a[href*="/m/plan/change"][href*="do=1"]');
  await who.see('plan day');
  const day = page.locator('#day option:not([selected])').first();
  await page.selectOption('#day', await day.getAttribute('value'));
  await who.press('form[method="get"] button');
  await who.see('plan day review');
  await who.press('form[method="post"] button');
  await who.see('plan day wrong');
  await page.check('#agree');
  await who.press('form[method="post"] button');
  check(who.at('/m/plan/changed'), `nothing changed: ${page.url()}`);
  await who.see('plan changed');
  for (const change of [2, 3, 4, 5]) {
    await who.go(plan);
    await who.press(`a[href*="/m/plan/change"][href*="do=${change}"]`);
    await who.see(`plan change ${change}`);
  }
  await who.go(plan);
  await who.press('a[href^="/m/plan/extra"]');
  await who.see('plan extra');
}

export async function personJourney(who, demo) {
  const { page, language } = who;
  await waysIn(who);
  await oneBill(who, demo);
  await who.see('bill');
  for (const name of ['pay', 'say']) {
    await who.press(`a[href^="/m/${name}"]`);
    await who.see(name);
    await page.goBack({ waitUntil: 'load' });
  }
  await who.press('a.button[href^="/m/choices"]');
  await who.see('choices');
  await who.press('a[href^="/m/pause"]');
  await who.see('pause');
  await page.goBack({ waitUntil: 'load' });
  await who.press('a[href*="offer="]');
  await who.see('review');
  await who.press('form[action="/m/plan"] button');
  await who.see('review wrong');
  await page.check('#agree');
  await who.press('form[action="/m/plan"] button');
  check(who.at('/m/plan/done'), `no plan: ${page.url()}`);
  await who.see('done');
  await who.go('/m/bill');
  await who.see('bill on plan');
  await planWalk(who);
  const before = new URL(page.url()).pathname;
  await who.press(page.locator('header a[hreflang]'));
  check(new URL(page.url()).pathname === before, 'the toggle left the page');
  check(await page.evaluate(() => document.documentElement.lang)
    !== language, 'the toggle changed no language');
  await who.press(page.locator('form[action="/m/sign-out"] button'));
  await who.go('/m/bill');
  check(new URL(page.url()).pathname === '/m', 'still signed in');
}

// Who pauses may still choose: a plan then begins after the pause.
export async function pauseJourney(who, demo) {
  await who.go('/m');
  await billFind(who, demo);
  if (await who.has('.cards h2 a') > 0) await who.press('.cards h2 a');
  await who.press('a.button[href^="/m/choices"]');
  await who.press('a[href^="/m/pause"]');
  await who.press('form[action="/m/pause"] button');
  check(who.at('/m/bill'), `not paused: ${who.page.url()}`);
  await who.see('bill paused');
}

// The same way for somebody who has no mouse: Tab, Space and Enter alone.
export async function personKeys(who, demo) {
  const { page } = who;
  const type = async (field, words) => {
    await who.tabTo(field);
    await page.keyboard.type(words);
  };
  await who.go('/m');
  await page.keyboard.press('Tab');
  check(await page.evaluate(() => document.activeElement.matches('a.skip')),
    'the first Tab is not the way past the head of the page');
  await type('#code', demo.code);
  await type('#born_month', demo.month);
  await type('#born_day', demo.day);
  await type('#born_year', demo.year);
  await who.enterKey();
  check(who.at('/m/bill'), `no bill by keyboard: ${page.url()}`);
  if (await who.has('.cards h2 a') > 0) {
    await who.tabTo('.cards h2 a');
    await who.enterKey();
  }
  await who.tabTo('main a.button[href^="/m/choices"]');
  await who.enterKey();
  await who.tabTo('main a[href*="offer="]');
  await who.enterKey();
  await who.tabTo('#agree');
  await page.keyboard.press('Space');
  await who.tabTo('form[action="/m/plan"] button');
  await who.enterKey();
  check(who.at('/m/plan/done'), `no plan by keyboard: ${page.url()}`);
}

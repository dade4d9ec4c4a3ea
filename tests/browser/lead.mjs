// lead.mjs - a supervisor's morning and stops, an administrator's users, and
// the second step of signing in for both.
import { check } from './visitor.mjs';
import { timeCode } from './house.mjs';

// The second step is set up by hand from the key the page shows.
async function secondStep(who, name, password) {
  const { page } = who;
  await who.signIn(name, password);
  if (!who.at('/sign-in/setup')) await who.go('/sign-in/setup');
  await who.see(`second step ${name}`);
  const key = await page.locator('dl.facts code').first().innerText();
  await page.fill('#code', '000000');
  await who.press('form[action="/sign-in/setup"] button');
  await who.see(`second step wrong ${name}`);
  await page.fill('#code', timeCode(key));
  await who.press('form[action="/sign-in/setup"] button');
  await who.see(`recovery codes ${name}`);
  check(await who.has('li code') >= 8, 'too few recovery codes');
}

async function releaseWalk(who) {
  const { page } = who;
  await who.go('/desk/day');
  await who.see('releases');
  await who.press(page.locator('tr', { hasText: 'LAKESIDE' }).locator('a'));
  for (const sample of await page.locator('main details summary').all())
    await sample.click();
  await who.see('release');
  await who.press('form[action$="/hold"] button');
  await who.see('release hold wrong');
  await who.press('form[action$="/release"] button');
  check(await who.has('form[action$="/release"]') === 0,
    'released, and still asked for');
  await who.see('released');
}

async function stopWalk(who) {
  const { page } = who;
  await who.go('/desk/stops');
  await who.press('form[action="/desk/stops"] button');
  await who.see('stop wrong');
  await page.fill('#state', 'WI');
  await page.fill('#why', 'A flood in Milwaukee');
  await who.press('form[action="/desk/stops"] button');
  await who.see('stop');
  const stop = new URL(page.url()).pathname;
  await who.go('/desk');
  check(await page.locator('.banner').count() === 1, 'no banner at the desk');
  await who.see('desk stopped');
  await who.go(stop);
  await who.press('form[action$="/release"] button');
  await who.go('/desk/stops');
  await who.see('stops');
  check(await page.locator('.banner').count() === 0, 'the banner stayed');
}

export async function supervisorJourney(who, demo) {
  await secondStep(who, 'lead', demo.lead);
  await who.go('/desk/morning');
  await who.see('morning');
  await who.press('a[href^="/desk/morning?tomorrow"]');
  await who.see('morning tomorrow');
  await who.go('/desk/ready');
  await who.see('ready');
  await releaseWalk(who);
  await stopWalk(who);
  const users = await who.go('/desk/users');
  check(users.status() === 404, `a supervisor's users: ${users.status()}`);
}

export async function administratorJourney(who, demo) {
  const { page } = who;
  await secondStep(who, 'admin', demo.admin);
  await who.go('/desk/users');
  await who.see('users');
  await who.press('form[action="/desk/users"] button');
  await who.see('users wrong');
  await page.fill('#full_name', 'Ana Torres');
  await page.fill('#name', 'ana');
  await page.selectOption('#role', 'representative');
  await who.press('form[action="/desk/users"] button');
  await who.see('users added');
  check(await page.locator('.note code').count() === 1,
    'a new user has no password to hand over');
  await page.locator('tr', { hasText: 'Ana Torres' })
    .locator('details summary').click();
  await who.press(page.locator('tr', { hasText: 'Ana Torres' })
    .locator('button[value="disable"]'));
  await who.see('users disabled');
  await keyWalk(who);
}

// A key for a program is made, shown once, and ended.
async function keyWalk(who) {
  const { page } = who;
  await who.go('/desk/keys');
  await who.see('keys');
  await who.press('form[action="/desk/keys"] button');
  await who.see('keys wrong');
  await page.fill('#name', 'lockbox');
  await page.selectOption('#role', 'supervisor');
  await page.check('#scope_read');
  await page.check('#scope_pay');
  await who.press('form[action="/desk/keys"] button');
  await who.see('keys made');
  check(await page.locator('.note code').count() === 1,
    'a new key is not shown');
  await who.press('form[action="/desk/keys/end"] button');
  await who.see('keys ended');
}

// A stop is one gesture for somebody without a mouse, too.
export async function supervisorKeys(who, demo) {
  const { page } = who;
  await who.go('/sign-in');
  await who.tabTo('#name');
  await page.keyboard.type('lead');
  await who.tabTo('#password');
  await page.keyboard.type(demo.lead);
  await who.enterKey();
  await who.go('/desk/stops');
  await who.tabTo('#state');
  await page.keyboard.type('WI');
  await who.tabTo('#why');
  await page.keyboard.type('A flood in Milwaukee');
  await who.enterKey();
  check(await page.locator('.banner').count() === 1,
    `no stop by keyboard: ${page.url()}`);
  if (!/stops\/[0-9a-f]{32}/.test(page.url())) {
    await who.tabTo('main table a');
    await who.enterKey();
  }
  await who.tabTo('form[action$="/release"] button');
  await who.enterKey();
  check(await page.locator('.banner').count() === 0,
    'no release by keyboard');
}

// desk.mjs - a representative's day: find, ask, call, a payment and its undo.
import { check } from './visitor.mjs';

// From the gate's yes to what came of the call.  At an hour when nobody may
// be called there is no button, and that is said.
async function callWalk(who) {
  const { page } = who;
  if (await who.has('form[action$="/call"] button') === 0) {
    console.log('nobody may be called now: no call was walked');
    return;
  }
  await who.press('form[action$="/call"] button');
  check(page.url().includes('/call?answer='), `no call: ${page.url()}`);
  await who.see('desk call');
  await who.press('form[action$="/outcome"] button');
  await who.see('desk call wrong');
  check(await page.locator('.problem a[href^="#"]').count() > 0,
    'the summary of a call links to no field');
  await page.check('input[name="outcome"][value="no_answer"]');
  await who.press('form[action$="/outcome"] button');
  check(page.url().includes('said=outcome'), `no outcome: ${page.url()}`);
  await who.see('desk outcome');
}

async function paymentWalk(who) {
  const { page } = who;
  await page.fill('#amount', '999999.99');
  await who.press('form[action$="/payment"] button');
  await who.see('desk payment wrong');
  await page.fill('#amount', '1.00');
  const came = new Date(Date.now() - 2 * 86400000);
  await page.fill('#received_month', String(came.getMonth() + 1));
  await page.fill('#received_day', String(came.getDate()));
  await page.fill('#received_year', String(came.getFullYear()));
  await who.press('form[action$="/payment"] button');
  check(/\/payment\/[0-9a-f]{32}$/.test(page.url()),
    `no receipt: ${page.url()}`);
  await who.see('desk payment');
  const receipt = page.url();
  await who.main.locator('details summary').first().click();
  await who.see('desk payment undo');
  await page.fill('#words', 'wrong bill');
  await who.press('form[action$="/reverse"] button');
  check(page.url().includes('said=reversed'), `not back: ${page.url()}`);
  await who.see('desk reversed');
  await page.goto(receipt, { waitUntil: 'load' });
  await who.see('desk payment reversed');
  check(await who.has('form') === 0
    && await page.locator('.note').count() === 1,
    'a payment taken back does not say so');
}

export async function deskJourney(who, demo) {
  const { page } = who;
  await who.go('/sign-in');
  await who.see('sign-in');
  await who.signIn('rep', 'not the password');
  await who.see('sign-in wrong');
  await who.signIn('rep', demo.rep);
  check(new URL(page.url()).pathname === '/desk', `no desk: ${page.url()}`);
  await who.see('desk');
  await page.fill('#q', `${demo.last} ${Number(demo.month)}/`
    + `${Number(demo.day)}/${demo.year}`);
  await who.press('form button');
  await who.see('desk find');
  await who.press('a[href^="/desk/debt/"]');
  await who.see('desk debt');
  demo.debt = new URL(page.url()).pathname;
  await who.press('form[action$="/may-call"] button');
  await who.see('desk may-call');
  check(await page.locator('.verdict').count() === 1, 'no verdict');
  await callWalk(who);
  await who.go(demo.debt);
  await paymentWalk(who);
}

// Last, because a hold ends the calls.
export async function holdJourney(who, demo) {
  await who.signIn('rep', demo.rep);
  await who.go(demo.debt);
  await who.page.check('input[name="kind"][value="hold"]');
  await who.press('form[action$="/fact"] button');
  await who.see('desk said');
}

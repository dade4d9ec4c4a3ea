// provider.mjs - what a provider sees, answers, sends and stops.
import { check } from './visitor.mjs';

// A file whose headers nobody has seen before, learned once.
const FILE = ['Konto,Given,Surname,Born,Street,Town,ST,Zip code,Cell,Site,'
  + 'Visit,Total charge,Plan share,Written off,Paid already,Open,'
  + 'Listed',
'X-1,Ada,Brook,03/04/1980,1 Elm Street,Milwaukee,WI,53204,414-555-0111,MAIN,'
  + '05/03/2026,$310.00,100.00,10.00,0.00,200.00,05/20/2026', ''].join('\r\n');

const FIELDS = { Konto: 'account', Given: 'patient_first',
  Surname: 'patient_last', Born: 'patient_birth_date',
  Visit: 'service_date', 'Plan share': 'insurance_paid',
  'Written off': 'adjustments', 'Paid already': 'patient_paid',
  Open: 'balance', Listed: 'itemization_date' };

async function fileWalk(who) {
  const { page } = who;
  await who.go('/provider/preview');
  await who.see('provider file');
  await page.setInputFiles('#file', { name: 'empty.csv', mimeType: 'text/csv',
    buffer: Buffer.from('') });
  await who.press('form[action="/provider/preview"] button');
  await who.see('provider file wrong');
  await page.setInputFiles('#file', { name: 'new.csv', mimeType: 'text/csv',
    buffer: Buffer.from(FILE) });
  await who.press('form[action="/provider/preview"] button');
  await who.see('provider columns');
  for (const [header, field] of Object.entries(FIELDS))
    await page.locator('main tr', { has: page.getByText(header) })
      .locator('select').selectOption(field);
  await who.press('form[action="/provider/columns"] button');
  await who.see('provider columns learned');
  check(await page.locator('.done').count() === 1, 'nothing was learned');
  await page.setInputFiles('#file', { name: 'new.csv', mimeType: 'text/csv',
    buffer: Buffer.from(FILE) });
  await who.press('form[action="/provider/preview"] button');
  check(await who.has('ul li') === 0, `still missing: ${
    await who.main.locator('ul').allInnerTexts()}`);
}

async function stopWalk(who) {
  const { page } = who;
  await who.go('/provider/accounts');
  await who.see('provider accounts');
  await who.press('a[href^="/provider/stops?bill="]');
  await who.see('provider stop');
  await page.fill('#why', 'We made a mistake with this bill');
  await who.press('form[action="/provider/stops"] button');
  check(/\/provider\/stops\/[0-9a-f]{32}/.test(page.url()),
    `no receipt of a stop: ${page.url()}`);
  await who.see('provider stopped');
}

export async function providerJourney(who, demo) {
  const { page } = who;
  await who.signIn('provider', demo.provider);
  check(new URL(page.url()).pathname === '/provider',
    `no provider page: ${page.url()}`);
  await who.see('provider');
  await who.press('a[href^="/provider/batch/"]');
  await who.see('provider batch');
  await who.go('/provider/remit');
  await who.see('provider remits');
  if (await who.has('a[href^="/provider/remit/"]') > 0) {
    await who.press('a[href^="/provider/remit/"]');
    await who.see('provider remit');
  }
  await who.go('/provider/needs');
  await who.see('provider needs');
  if (await who.has('form[action^="/provider/needs/"]') > 0) {
    await page.locator('main textarea').first()
      .fill('The bill is right: the visit was on May 3.');
    await who.press('form[action^="/provider/needs/"] button');
    await who.see('provider needs thanks');
  }
  await fileWalk(who);
  await stopWalk(who);
  const other = await who.go('/desk');
  check(other.status() === 404, `a provider at the desk: ${other.status()}`);
}

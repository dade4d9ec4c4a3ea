// journey.mjs - do the pages work for the people they are for?
//
//   node journey.mjs BEDSIDE FOLDER MODULES [LANGUAGE [NAME]]
//
// Makes a demo folder of invented people below FOLDER, serves copies of it,
// and walks them in a real browser with JavaScript off, in both languages:
// the desk, the person's way from the code to the plan, to a pause and by
// keyboard alone, the provider, the supervisor, the administrator.  What
// each page must hold is in visitor.mjs.  Screenshots stay in FOLDER/shots.
// Last line: N passed, N failed.
import path from 'node:path';
import process from 'node:process';
import { Visitor, browserStart, check, count } from './visitor.mjs';
import { demoMake, houseCopy, houseDrop, houseMake, serve }
  from './house.mjs';
import { deskJourney, holdJourney } from './desk.mjs';
import { administratorJourney, supervisorJourney, supervisorKeys }
  from './lead.mjs';
import { pauseJourney, personJourney, personKeys } from './person.mjs';
import { providerJourney } from './provider.mjs';

const [only, named] = process.argv.slice(5);
const here = path.dirname(new URL(import.meta.url).pathname);
const agreement = path.join(here, '../../docs/clients/lakeside.yaml');

// Each list walks a copy of its house, in this order.
const HOUSES = [
  ['demo', deskJourney, personJourney, holdJourney, providerJourney],
  ['demo', pauseJourney],
  ['first', administratorJourney, supervisorJourney],
  ['first', supervisorKeys],
  ['demo', personKeys],
];

async function walk(browser, facts, language, [from, ...journeys], name) {
  houseCopy(from, name);
  const { base, stop } = await serve(name);
  for (const journey of journeys) {
    if (named && journey.name !== named) continue;
    const who = await Visitor.enter(browser, base, language);
    try {
      await journey(who, facts);
    } catch (trouble) {
      check(false, `${journey.name} (${language}) at ${who.page.url()
        .replace(base, '')}: ${trouble.message.split('\n')[0]}`);
    }
    await who.leave();
  }
  await stop();
  houseDrop(name);
}

const browser = await browserStart();
try {
  const facts = { ...demoMake('demo'), ...houseMake('first', agreement) };
  for (const language of only ? [only] : ['en', 'es'])
    for (const [index, house] of HOUSES.entries())
      await walk(browser, facts, language, house, `${language}-${index}`);
  houseDrop('demo');
  houseDrop('first');
} catch (trouble) {
  check(false, trouble.stack);
}
await browser.close();
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed > 0 ? 1 : 0);

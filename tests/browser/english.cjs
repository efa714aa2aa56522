// The chat in English: the switch by keyboard, the page's own language, and every state in English
// through axe, HTML_CodeSniffer and our own checks.
"use strict";
const assert = require("node:assert/strict");
const own = require("./own_checks.cjs");
const { check, found, sideways } = require("./checks.cjs");
const { BASE, begin, connected, messages, picture, withPuppeteer } = require("./tools.cjs");

const PLACES = ["/?lang=en", "/privacy?lang=en", "/toegankelijkheid?lang=en", "/k/abcdefgh?lang=en", "/verder/abcdefgh", "/bestaat-niet", "/doorverwijzing/abcdefgh?lang=en"];
const DUTCH = /\b(de|het|een|niet|uw|bericht|gesprek|wij|naar)\b/i;

/** Press Tab until the element with these words has the focus; fail when it is never reached. */
async function tabTo(page, words) {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => (document.activeElement.labels?.[0] || document.activeElement).textContent.trim());
    if (at === words) return;
  }
  assert.fail(`${words} cannot be reached with Tab`);
}

/** Put the page through all checks; `lang` is what it must say of itself. */
async function look(page, puppet, cdp, state) {
  const note = (what, list) => found.push(...list.map((each) => `${state}: ${what} ${each}`));
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en", state);
  const title = await page.title();
  assert.ok(title && !DUTCH.test(title), `${state}: ${title}`);
  await check(page, state, puppet);
  note("reflow at 320 px", await own.reflow(page, sideways));
  note("another name than its words", await own.otherNames(page));
  note("small target", await own.smallTargets(page));
  note("only for a mouse", await own.mouseOnly(page, cdp));
  const stops = await own.walk(page);
  note("keyboard trap", own.traps(stops));
  note("focus not seen", own.unseenFocus(stops));
  note("named in Dutch", await dutchNames(page));
  await picture(page, `english-${state.replace(/\W+/g, "-")}`);
}

/** Names and labels that hold Dutch words, where nothing says that they are Dutch. */
const dutchNames = (page) => page.evaluate((source) => {
  const dutch = new RegExp(source, "i");
  return [...document.querySelectorAll("button, a, label, h1, h2, [aria-label], [role=status], .hint")]
    .filter((each) => each.closest("[lang]").lang === "en" && dutch.test(each.getAttribute("aria-label") || each.textContent))
    .map((each) => each.outerHTML.slice(0, 120));
}, DUTCH.source);

/** Press the button of the other language with the keyboard; wait until the page has followed. */
async function switchTo(page, name, language) {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
  await page.waitForFunction((code) => document.documentElement?.lang === code, language);
  await connected(page);
  assert.equal(await page.evaluate(() => document.activeElement?.id), "laatste", "the place is kept");
}

withPuppeteer({ locale: "en-GB", bypassCSP: true, viewport: { width: 390, height: 780 } }, async (page, context, puppet, problems) => {
  const cdp = await context.newCDPSession(page);
  for (const place of PLACES) {
    await page.goto(BASE + place);
    await look(page, puppet, cdp, place);
  }
  await begin(page);
  await connected(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "nl", "nothing switches by itself");
  const before = (await messages(page)).length;
  await switchTo(page, "English", "en");
  assert.ok((await messages(page)).length > before, "the conversation is still there");
  await look(page, puppet, cdp, "open");

  await tabTo(page, "Send");
  await page.keyboard.press("Enter");
  await page.locator("#error:visible").waitFor();
  await look(page, puppet, cdp, "error");
  await page.getByLabel("Your message").fill("I cannot pay my rent");
  await page.getByRole("button", { name: "Send" }).click();
  await page.locator(".message--person:last-of-type, .message--person ~ .message--assistant .choices button").first().waitFor();
  const said = page.locator(".message--person").last().locator(".message__text[lang=en]");
  await said.waitFor();
  assert.equal(await page.locator("#log .message__text:not([lang]), #log .message__text:not([dir])").count(), 0);
  await look(page, puppet, cdp, "answered");
  await switchTo(page, "Nederlands", "nl");
  assert.equal(await page.getByLabel("Uw bericht").count(), 1);
  assert.equal(await page.locator("#log .message__text[lang=en]").count() > 0, true, "what was said stays English");

  assert.deepEqual(found, []);
  assert.deepEqual(problems.filter((each) => !/40[0-9]|410/.test(each)), []);
}).catch((error) => { console.error(error); process.exit(1); });

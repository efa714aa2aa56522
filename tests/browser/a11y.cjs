// Every page and state of the console through axe, HTML_CodeSniffer and our own checks, light and
// dark, in one browser. What stands in the menu of a role is visited by itself, so a new page is too.
"use strict";
const assert = require("node:assert/strict");
const own = require("./own_checks.cjs");
const { DESK, live, logIn } = require("./desk.cjs");
const { runAxe, runPa11y, sideways } = require("./checks.cjs");
const { begin, connected, picture, withPuppeteer } = require("./tools.cjs");

const found = [];
const visited = new Set();
let checked = 0;

/** Pictures of the page as it stands: light and dark, wide and narrow. */
async function look4(page, state) {
  const name = state.replace(/[^a-z0-9]+/gi, "-").replace(/-$/, "");
  for (const [width, height] of [[1280, 900], [320, 640]]) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await picture(page, `page-${name}-${colorScheme}-${width}`, true);
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** Put the page as it stands through everything. */
async function suite(page, puppet, cdp, state) {
  const note = (what, list) => found.push(...list.map((each) => `${state}: ${what} ${each}`));
  const was = await page.evaluate(() => document.body.dataset.page);
  for (const [colorScheme, rules] of [["light", undefined], ["dark", ["color-contrast"]]]) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await runAxe(page, rules);
    note(`axe ${colorScheme}`, violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`));
  }
  await page.emulateMedia({ colorScheme: "light" });
  note("pa11y", (await runPa11y(page, puppet)).map((each) => `${each.code} ${each.context}`));
  note("reflow at 320 px", await own.reflow(page, sideways));
  note("cut off with wider spacing", await own.clipped(page));
  note("moves", await own.moving(page));
  note("sound", await own.startsByItself(page));
  note("another name than its words", await own.otherNames(page));
  note("small target", await own.smallTargets(page));
  note("only for a mouse", await own.mouseOnly(page, cdp));
  const stops = await own.walk(page);
  note("keyboard trap", own.traps(stops));
  note("focus not seen", own.unseenFocus(stops));
  note("order of focus", own.jumpsInOrder(stops));
  assert.equal(await page.evaluate(() => document.body.dataset.page), was, `${state}: walking changed the page`);
  checked += 1;
}

/** Visit all that stands in the menu of who is in, and that nobody visited before. */
async function menu(page, look, who) {
  const all = await page.locator(".top__menu a").evaluateAll((all) => all.map((each) => each.getAttribute("href")));
  for (const path of all.filter((each) => !visited.has(each))) {
    visited.add(path);
    await page.goto(DESK + path);
    await look(`${who} ${path}`);
  }
}

async function worker(page, context, look) {
  await page.goto(DESK);
  await look("log-in");
  await page.getByLabel("Naam").fill("niemand");
  await page.getByLabel("Wachtwoord").fill("verkeerd");
  await page.keyboard.press("Enter");
  await page.locator("#error").waitFor();
  await look("log-in refused");
  await logIn(page, "anna", (state) => (state === "log-in" ? undefined : look(state)));
  await live(page);
  await menu(page, look, "worker");

  const person = await context.newPage();
  await begin(person);
  await connected(person);
  const say = async (text) => {
    await person.getByLabel("Uw bericht").fill(text);
    await person.getByRole("button", { name: "Verstuur" }).click();
  };
  await say("Ik wil een mens spreken");
  await page.bringToFront();
  await page.goto(`${DESK}/wachtrij`);
  await page.locator(".waiting__one").waitFor();
  await look("queue with somebody");
  await page.keyboard.press("?");
  await page.locator("dialog[open]").waitFor();
  await look("shortcuts in a dialog");
  await page.keyboard.press("Escape");
  await page.goto(`${DESK}/sneltoetsen`);
  await look("shortcuts");
  await page.goto(`${DESK}/wachtrij`);
  await page.locator(".waiting__one a").click();
  await live(page);
  await look("talk that waits");
  await page.locator("#take").click();
  await page.locator("#saying").waitFor();
  await say("ik kan het niet betalen");
  await page.locator("#suggestions article").first().waitFor();
  for (const tool of await page.locator("details > summary").all()) await tool.click();
  await page.getByLabel("Zoek in de teksten").fill("deurwaarder");
  await page.locator("#found-texts article").first().waitFor();
  await page.getByLabel("Postcode of gemeente").fill("3011 AB");
  await page.locator("#help-need").selectOption("debts_and_arrears");
  await page.locator("#help article").first().waitFor();
  await page.locator("#text").fill("a".repeat(5000));
  await page.locator("#saying button").click();
  await page.locator("#text-refused:visible").waitFor();
  await look("talk with everything open, and a message refused");
  await page.locator("#text").fill("");
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("button", { name: "Nederlands" }).waitFor();
  await look("talk in English");
  await page.getByRole("button", { name: "Nederlands" }).click();
  await page.getByRole("button", { name: "English" }).waitFor();

  await page.goto(`${DESK}/wachtrij`);
  await page.getByRole("button", { name: "Begin een telefoongesprek" }).click();
  await page.getByText("Een computer rekent met ons mee").first().waitFor();
  await look("phone");
  await page.getByRole("button", { name: "Verder" }).click();
  await page.getByRole("alert").waitFor();
  await look("phone refused");
  await page.goto(`${DESK}/nergens`);
  await look("not there");
  await person.close();
}

async function auditor(page, look) {
  await page.goto(`${DESK}/controle`);
  const form = page.locator('form[action="/controle/steekproef"]');
  await form.getByLabel("Zaad").fill("najaar");
  await form.getByRole("button").click();
  await page.getByRole("heading", { name: "Steekproef", level: 1 }).waitFor();
  await look("sample");
  await page.locator("main tbody a").first().click();
  await page.getByRole("heading", { name: "Dossier 1", level: 1 }).waitFor();
  await look("file of a sample");
  await page.goto(`${DESK}/controle`);
  await look("audit after a draw");
}

withPuppeteer({ bypassCSP: true, viewport: { width: 1280, height: 900 } }, async (page, context, puppet, problems) => {
  const cdp = await context.newCDPSession(page);
  const look = async (state) => {
    if (process.env.SCREENS) await look4(page, state);
    await suite(page, puppet, cdp, state);
  };
  await worker(page, context, look);
  for (const who of ["lead", "editor", "auditor", "boss"]) {
    await context.clearCookies();
    await logIn(page, who);
    await menu(page, look, who);
    if (who === "auditor") await auditor(page, look);
  }
  console.log(`${checked} states`);
  assert.deepEqual(found, []);
  assert.deepEqual(problems.filter((each) => !/40[0-9]/.test(each)), []);
}).catch((error) => { console.error(found, error); process.exit(1); });

// Two colleagues and a person at once: ask for a human, see it, take, collide, talk, give back.
"use strict";
const assert = require("node:assert/strict");
const { begin, connected, inBrowser, messages, picture } = require("./tools.cjs");
const { check, found, sideways, NOTHING_WIDE } = require("./checks.cjs");
const { DESK, live, logIn } = require("./desk.cjs");

/** Fill in a budget: the plans come by themselves, and one goes into the message. */
async function calculate(page, look) {
  const fill = async (name, value) => { await page.getByLabel(name, { exact: true }).fill(value); };
  const pick = async (name, value) => { await page.getByLabel(name, { exact: true }).selectOption(value); };
  await page.locator("#calculator-tool > summary").click();
  await fill("Bedrag van de rekening", "450");
  await pick("Soort rekening", "rent");
  await pick("Wie beslist mee over het geld", "none");
  await pick("Huishouden", "single");
  await fill("Inkomen per maand", "2.600");
  await pick("Of vaste lasten ongeveer", "from_900");
  await fill("Aantal andere schuldeisers", "0");
  await fill("Dag van de maand waarop inkomen komt", "25");
  await pick("Beslag op inkomen", "no");
  await page.locator("#plans article").first().waitFor();
  await look(page, "calculator");
  await page.getByRole("button", { name: "Zet in mijn bericht" }).first().click();
  assert.match(await page.locator("#saying textarea").inputValue(), /per maand/);
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Leg dit voor" }).first().click()]);
  await page.getByRole("button", { name: /Leg vast/ }).first().waitFor();
  assert.equal(await page.getByLabel("Inkomen per maand", { exact: true }).inputValue(), "2.600", "the budget stays");
  await live(page);
}

/** Look for help for the person, and see what was chosen on the page of all referrals. */
async function refer(page, look) {
  const talk = page.url();
  await page.locator("#referrals-tool > summary").click();
  await page.getByLabel("Postcode (mag leeg)").fill("3011 AB");
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "Zoek hulp voor deze persoon" }).click()]);
  await live(page);
  const ask = page.locator("#referrals summary").first();
  await ask.waitFor();
  await ask.click();
  await page.getByLabel("Naam van de persoon (mag leeg)").first().fill("Persoon uit het voorbeeld");
  await look(page, "referral");
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "De persoon zei ja" }).first().click()]);
  await live(page);
  await page.goto(`${DESK}/verwijzingen`);
  await page.locator("main .waiting__one a").first().waitFor();
  await look(page, "referrals");
  await page.goto(talk);
  await live(page);
}

/** A conversation on paper: black on white, every message, and nothing to press. */
async function onPaper(page) {
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await page.evaluate(() => {
    const shown = (each) => each.getClientRects().length > 0;
    const log = document.querySelector("#log");
    return {
      buttons: [...document.querySelectorAll("button, input, select, textarea")].filter(shown).length,
      band: getComputedStyle(document.querySelector(".top")).backgroundColor,
      ground: getComputedStyle(document.body).backgroundColor,
      isWhole: log.scrollHeight <= log.clientHeight + 1,
    };
  }), { buttons: 0, band: "rgb(255, 255, 255)", ground: "rgb(255, 255, 255)", isWhole: true });
  await picture(page, "console-talk-print", true);
  await page.emulateMedia({ media: "screen" });
}

/** Suggestions by key: 1 fills the field, Shift+2 rejects; then texts, help and what to learn. */
async function suggest(page, say, look) {
  await say("ik kan het niet betalen");
  const field = page.locator("#saying textarea");
  await page.getByText("utter_ask_intake_form_debt_cents").waitFor();
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("1");
  assert.notEqual(await field.inputValue(), "", "1 fills the field");
  await page.locator("summary", { hasText: "Vaste teksten" }).click();
  await page.getByLabel("Zoek in de teksten").fill("deurwaarder");
  await page.getByText("what_is_a_bailiff").waitFor();
  await page.locator("summary", { hasText: "Hulp in de buurt" }).click();
  await page.getByLabel("Postcode of gemeente").fill("3011 AB");
  await page.locator("#help-need").selectOption("debts_and_arrears");
  await page.locator("#help article").first().waitFor();
  await look(page, "beside");
  await field.fill("");
  await page.getByRole("heading", { level: 1 }).click();
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Shift+2")]);
  await live(page);
  const talk = page.url();
  await page.goto(`${DESK}/bijleren`);
  await page.getByLabel("De zin").first().waitFor();
  await look(page, "training");
  await page.goto(talk);
  await live(page);
}

async function play(colours) {
  const options = { colorScheme: colours, bypassCSP: true, viewport: { width: 1200, height: 900 } };
  await inBrowser(options, (anna, _, annas) => inBrowser(options, (bert) => inBrowser({}, async (person) => {
    const look = async (page, state) => {
      await check(page, `${state} ${colours}`);
      await picture(page, `console-${state}${colours === "dark" ? "-dark" : ""}`, true);
    };
    await logIn(anna, "anna", (state) => look(anna, state));
    await logIn(bert, "bert");
    await live(anna);
    await look(anna, "queue-empty");

    await begin(person);
    await connected(person);
    const say = async (text) => {
      await person.getByLabel("Uw bericht").fill(text);
      await person.getByRole("button", { name: "Verstuur" }).click();
    };
    await say("Ik wil een mens spreken");
    await anna.locator(".waiting__one").waitFor();
    assert.match(await anna.title(), /^\(1\) /, "the title counts");
    await look(anna, "queue");

    const address = await anna.locator(".waiting__one a").getAttribute("href");
    await anna.goto(DESK + address);
    await bert.goto(DESK + address);
    await live(anna);
    await anna.getByRole("heading", { level: 1 }).focus().catch(() => {});
    await anna.keyboard.press("t");
    await anna.locator("#saying").waitFor();
    await bert.locator("#take").click();
    await bert.getByRole("alert").waitFor();
    assert.match(await bert.getByRole("alert").innerText(), /Een andere collega/);
    await look(bert, "taken-by-another");
    await person.getByText("U praat nu met Anna").waitFor();

    await anna.locator("#saying textarea").fill("Goedemiddag, ik ben Anna. Wat is er gebeurd?");
    await anna.keyboard.press("Control+Enter");
    await person.getByText("Wat is er gebeurd?").waitFor();
    await live(anna);
    await say("mijn uren zijn minder geworden");
    await anna.getByText("mijn uren zijn minder geworden").waitFor();
    assert.equal((await messages(person)).at(-1), "mijn uren zijn minder geworden", "the computer is silent");
    await look(anna, "talk");

    await suggest(anna, say, look);
    await calculate(anna, look);
    await onPaper(anna);
    await refer(anna, look);
    await anna.locator("#saying textarea").fill("half geschreven");
    await anna.reload();
    assert.equal(await anna.locator("#saying textarea").inputValue(), "half geschreven", "typed text stays");
    await anna.locator("#saying textarea").fill("");
    await anna.setViewportSize({ width: 320, height: 640 });
    assert.deepEqual(await sideways(anna), NOTHING_WIDE, "320 px");
    await picture(anna, "console-talk-320", true);
    await anna.setViewportSize({ width: 1200, height: 900 });

    await anna.getByLabel(/Notitie bij het teruggeven/).fill("Belafspraak gemaakt.");
    await anna.getByRole("button", { name: "Geef terug aan de computer" }).click();
    await person.getByText("U praat weer met").waitFor();
    await anna.getByText("Belafspraak gemaakt.").waitFor();
    await anna.goto(`${DESK}/wachtrij`);
    await anna.getByRole("button", { name: "Begin een telefoongesprek" }).click();
    await anna.getByText("Een computer rekent met ons mee").first().waitFor();
    await look(anna, "phone");
    await anna.getByLabel("De beller zegt").fill("ik kan de huur niet betalen");
    await anna.keyboard.press("Enter");
    await anna.locator(".log").getByText("ik kan de huur niet betalen", { exact: true }).waitFor();
    await anna.setViewportSize({ width: 320, height: 640 });
    assert.deepEqual(await sideways(anna), NOTHING_WIDE, "a call at 320 px");
    await anna.setViewportSize({ width: 1200, height: 900 });
    const letter = anna.waitForEvent("download");
    await anna.getByText("Brief voor de beller").click();
    assert.match((await letter).suggestedFilename(), /^brief-[0-9a-f]{8}\.pdf$/);
    await anna.goto(`${DESK}/mijn-account`);
    await look(anna, "account");
    await anna.getByRole("button", { name: "Uitloggen" }).click();
    await anna.goBack();
    await anna.reload();
    assert.equal(new URL(anna.url()).pathname, "/inloggen", "the back button shows nothing after log-out");
    assert.deepEqual(annas.filter((each) => !/409|403/.test(each)), []);
  })));
}

async function administrator() {
  await inBrowser({ bypassCSP: true }, async (boss) => {
    await logIn(boss, "boss");
    await boss.getByRole("heading", { name: "Collega's", level: 1 }).waitFor();
    await check(boss, "people");
    await picture(boss, "console-people", true);
    const nowhere = await boss.goto(`${DESK}/wachtrij`);
    assert.equal(nowhere.status(), 404, "the queue is not for an administrator");
    await check(boss, "not-there");
  });
}

(async () => {
  await play(process.env.COLOURS || "light");
  await administrator();
  assert.deepEqual(found, []);
})().catch((error) => { console.error(error); process.exit(1); });

// Who keeps the directory phones, an administrator changes settings, a team lead approves.
"use strict";
const assert = require("node:assert/strict");
const { DESK, logIn } = require("./desk.cjs");
const { check, found, sideways, NOTHING_WIDE } = require("./checks.cjs");
const { inBrowser, picture } = require("./tools.cjs");

const WIDE = { width: 1200, height: 900 };
const OPTIONS = { bypassCSP: true, viewport: WIDE };

/** Check the page as it stands, at 320 px too, and keep a picture of it, also in the dark. */
async function look(page, name) {
  await page.evaluate(() => scrollTo(0, 0)); // what hides above the window is in a whole picture
  await check(page, name);
  await picture(page, name, true);
  await page.emulateMedia({ colorScheme: "dark" });
  await check(page, `${name} dark`);
  await picture(page, `${name}-dark`, true);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 320, height: 640 });
  assert.deepEqual(await sideways(page), NOTHING_WIDE, `${name} at 320 px`);
  await page.setViewportSize(WIDE);
}

async function editor(page) {
  await logIn(page, "edith");
  await page.getByRole("heading", { name: "Sociale kaart" }).waitFor();
  await look(page, "directory-worklist");
  await page.getByLabel("Zoek een dienst").fill("voedselbank");
  await page.keyboard.press("Enter");
  await page.locator('a[href="/sociale-kaart/rdam-vb"]').first().click();
  await page.getByRole("heading", { name: "Belscript" }).waitFor();
  await page.getByLabel("Uw e-mailadres").fill("anna@example.org");
  await page.getByRole("button", { name: "Gewijzigd, bewaar wat ik aangaf" }).click();
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").innerText(), /of het klopt/);
  await look(page, "directory-entry");
  await page.getByRole("button", { name: "Gebeld, alles klopt" }).click();
  await page.getByText("Deze dienst hoeft nu niet gebeld te worden.").waitFor();
  assert.match(await page.locator("main").innerText(), /2\. Gewijzigd/);
}

async function administrator(page) {
  await logIn(page, "adam");
  await page.goto(`${DESK}/instellingen`);
  await page.getByLabel("Tweede alarm na (minuten)").fill("500");
  await page.locator("#why-waiting").fill("te druk op maandag");
  await page.locator("form", { has: page.locator("#why-waiting") }).getByRole("button").click();
  await page.getByRole("alert").waitFor();
  const wrong = page.getByLabel("Tweede alarm na (minuten)");
  assert.equal(await wrong.getAttribute("aria-invalid"), "true");
  assert.equal(await wrong.inputValue(), "500", "what was typed stays");
  assert.match(await page.locator("[id='wrong-alarm_after_minutes']").innerText(), /1 tot 120/);
  await check(page, "settings refused");
  await wrong.fill("15");
  await page.locator("form", { has: page.locator("#why-waiting") }).getByRole("button").click();
  await page.getByRole("heading", { name: "1. Geldt" }).waitFor();
  await page.locator("[id='policy.staff.max_total_euro']").fill("12.500");
  await page.locator("#why-policy").fill("besloten in het overleg");
  await page.getByRole("button", { name: "Leg voor aan een tweede persoon" }).last().click();
  await page.getByText("Dit is uw eigen voorstel.").waitFor();
  await look(page, "settings");
}

async function lead(page) {
  await logIn(page, "lena");
  await page.goto(`${DESK}/instellingen`);
  await page.getByRole("button", { name: "Keur goed" }).click();
  await page.getByRole("heading", { name: "2. Geldt" }).waitFor();
  await look(page, "settings-read");
  await page.goto(`${DESK}/teksten?welke=not_approved`);
  await page.locator("article").first().waitFor();
  await look(page, "texts");
  await page.goto(`${DESK}/teksten/notices:how_can_i_help`);
  await page.getByRole("button", { name: "Keur deze tekst goed" }).click();
  await page.getByRole("button", { name: "Trek de goedkeuring in" }).waitFor();
  await page.getByLabel("De betere tekst").fill("Conform voornoemde sommatie helpen wij u terstond.");
  await page.getByRole("button", { name: "Meet de tekst" }).click();
  await page.getByRole("heading", { name: "Uw tekst, gemeten" }).waitFor();
  assert.match(await page.locator("div[role=status]").innerText(), /voornoemde/);
  await look(page, "text");
}

(async () => {
  for (const play of [editor, administrator, lead]) {
    await inBrowser(OPTIONS, async (page, context, problems) => {
      await play(page);
      assert.deepEqual(problems.filter((each) => !/409/.test(each)), []);
    });
  }
  assert.deepEqual(found, []);
})().catch((error) => { console.error(found, error); process.exit(1); });

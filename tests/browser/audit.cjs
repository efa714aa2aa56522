// A team lead reads the figures on a screen, in the dark, on a phone and on paper; an auditor works.
"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const { DESK, logIn } = require("./desk.cjs");
const { inBrowser, picture } = require("./tools.cjs");
const { check, found, sideways } = require("./checks.cjs");

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

/** Check and keep the page in light and dark, and see that it fits a phone. */
async function look(page, name) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await check(page, `${name} ${colorScheme}`);
    await picture(page, colorScheme === "dark" ? `${name}-dark` : name, true);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(NARROW);
  assert.equal((await sideways(page)).page, 0, `${name} fits 320 px`);
  await check(page, `${name} 320`);
  await picture(page, `${name}-320`, true);
  await page.setViewportSize(WIDE);
}

/** The words and the bars of every chart lie inside it and not over each other. */
async function chartsAreWhole(page) {
  const outside = await page.evaluate(() => [...document.querySelectorAll("svg.chart")].flatMap((chart) => {
    const frame = chart.getBoundingClientRect();
    const words = [...chart.querySelectorAll("text")].map((each) => [each.textContent, each.getBoundingClientRect()]);
    const out = words.filter(([, box]) => box.right > frame.right + 1 || box.bottom > frame.bottom + 2 || box.left < frame.left - 1);
    const over = words.filter(([, a], place) => words.some(([, b], other) => other > place
      && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3));
    return [...out, ...over].map(([text]) => `${chart.querySelector("title").textContent}: ${text}`);
  }));
  assert.deepEqual(outside, []);
}

async function teamLead(page) {
  await logIn(page, "lead");
  await page.goto(`${DESK}/wachtrij`);
  await page.getByRole("link", { name: "Hoe het gaat" }).click();
  await page.getByRole("heading", { name: "Hoe het gaat", level: 1 }).waitFor();
  await page.getByRole("link", { name: "Dit kwartaal" }).focus();
  await page.keyboard.press("Enter");
  await page.locator('a[aria-current="true"]', { hasText: "Dit kwartaal" }).waitFor();
  assert.equal(await page.getByRole("img").count(), 9, "nine charts have a name");
  await chartsAreWhole(page);
  await look(page, "team");
  await page.setViewportSize(NARROW);
  await chartsAreWhole(page);
  await page.setViewportSize({ width: 740, height: 1050 }); // A4 between its margins
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await chartsAreWhole(page);
  const paper = await page.evaluate(() => {
    const shown = (name) => Boolean(document.querySelector(name)?.getClientRects().length);
    const word = document.querySelector(".chart__word");
    return { menu: shown(".top__menu"), form: shown(".period"), chart: shown("svg.chart"), table: shown(".charted table"), ink: getComputedStyle(word).fill };
  });
  assert.deepEqual(paper, { menu: false, form: false, chart: true, table: true, ink: "rgb(0, 0, 0)" });
  await picture(page, "team-print", true);
  await page.emulateMedia({ media: "screen", colorScheme: "light" });
  await page.setViewportSize(WIDE);
}

async function order(page, part, button) {
  const form = page.locator(`form[action="/controle/${part}"]`);
  await form.getByLabel("Zaad").fill("najaar-2026");
  await form.getByLabel("Aantal dossiers").fill("8");
  await form.getByRole("button", { name: button }).click();
}

async function auditor(page) {
  await logIn(page, "auditor");
  await page.getByRole("heading", { name: "Controle", level: 1 }).waitFor();
  await check(page, "audit");
  await picture(page, "console-audit", true);
  await order(page, "steekproef", "Trek een steekproef");
  await page.getByRole("heading", { name: "Steekproef", level: 1 }).waitFor();
  assert.equal(await page.locator("main tbody tr").count(), 8);
  await look(page, "audit-sample");
  await page.locator("main tbody a").first().click();
  await page.getByRole("heading", { name: "Dossier 1", level: 1 }).waitFor();
  assert.equal(await page.locator("main button, main input, main form").count(), 0, "a file is read only");
  await look(page, "audit-file");
  await page.getByRole("link", { name: "Terug naar de steekproef" }).click();
  await page.getByRole("link", { name: "Terug naar Controle" }).click();

  await page.getByRole("button", { name: "Reken het hele logboek na" }).click();
  await page.locator('#work[data-state="done"]').waitFor();
  assert.match(await page.locator("#work").innerText(), /^Klopt/);
  await page.getByRole("link", { name: "Terug naar Controle" }).click();

  await order(page, "pakket", "Maak een pakket");
  await page.locator("#work").waitFor();
  await picture(page, "audit-progress");
  await page.locator('#work[data-state="done"]').waitFor({ timeout: 60000 });
  await check(page, "audit pack ready");
  const fetched = page.waitForEvent("download");
  await page.getByRole("link", { name: "Haal het pakket op" }).click();
  const file = await fetched;
  assert.match(file.suggestedFilename(), /^auditpakket-[0-9a-f]{8}\.zip$/);
  assert.equal(fs.readFileSync(await file.path()).subarray(0, 2).toString(), "PK");
  await page.getByRole("link", { name: "Terug naar Controle" }).click();
  await page.getByRole("row", { name: /Auditpakket/ }).getByRole("link").waitFor();
  await look(page, "audit-pack");
  await page.goto(`${DESK}/team`);
  await page.getByRole("heading", { name: "Hoe het gaat", level: 1 }).waitFor();
  assert.equal(await page.getByText("Nu te laat").count(), 0, "an auditor sees no list of conversations");
  assert.equal((await page.goto(`${DESK}/wachtrij`)).status(), 404);
}

(async () => {
  const options = { bypassCSP: true, viewport: WIDE, acceptDownloads: true };
  await inBrowser(options, (page, _, problems) => teamLead(page).then(() => assert.deepEqual(problems, [])));
  await inBrowser(options, (page, _, problems) => auditor(page).then(() => {
    assert.deepEqual(problems.filter((each) => !/404/.test(each)), []);
  }));
  assert.deepEqual(found, []);
})().catch((error) => { console.error(error); process.exit(1); });

// What our checks are worth: a page with 24 planted faults goes through all of them.
// Prints, for each fault, what found it; at least 21 must be found.
"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const own = require("./own_checks.cjs");
const { runAxe, runPa11y, sideways } = require("./checks.cjs");
const { withPuppeteer } = require("./tools.cjs");

const FAULTS = path.join(__dirname, "planted.html");
const NAMES = [...fs.readFileSync(FAULTS, "utf8").matchAll(/data-fault="([^"]+)"/g)]
  .flatMap((each) => each[1].split(/, (?=\d)/)).map((each) => each.trim());

/** Faults that carry no mark of their own element: found by the rule that speaks of them. */
const BY_RULE = { "html-has-lang": 2, "document-title": 3, "meta-viewport": 4, "H57.2": 2, "H25": 3 };

const foundBy = new Map();
function note(number, finder) {
  if (!number) return;
  if (!foundBy.has(number)) foundBy.set(number, new Set());
  foundBy.get(number).add(finder);
}

/** The number of the fault in which an element stands. */
const faultAt = (page, selector) => page.evaluate((wanted) => {
  try {
    return parseInt(document.querySelector(wanted)?.closest("[data-fault]")?.dataset.fault || "0", 10);
  } catch { return 0; }
}, selector);

const faultOf = (page, html) => page.evaluate((wanted) => {
  const at = [...document.querySelectorAll("body *")].find((each) => each.outerHTML.startsWith(wanted.slice(0, 100)));
  return parseInt(at?.closest("[data-fault]")?.dataset.fault || "0", 10);
}, html);

(async () => {
  assert.equal(NAMES.length, 24, NAMES.join("\n"));
  await withPuppeteer({ bypassCSP: true }, async (page, context, puppet) => {
    await page.goto(`file://${FAULTS}`);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const { id, nodes } of (await runAxe(page)).violations) {
        note(BY_RULE[id], `axe ${id}`);
        for (const node of nodes) note(await faultAt(page, node.target[0]), `axe ${id} ${colorScheme}`);
      }
    }
    await page.emulateMedia({ colorScheme: "light" });
    for (const issue of await runPa11y(page, puppet)) {
      const rule = Object.keys(BY_RULE).find((each) => issue.code.includes(each));
      note(BY_RULE[rule], `pa11y ${issue.code}`);
      note(await faultAt(page, issue.selector), `pa11y ${issue.code.split(".").slice(3).join(".")}`);
    }
    const cdp = await context.newCDPSession(page);
    const stops = await own.walk(page);
    const lists = {
      "keyboard trap": own.traps(stops),
      "focus to be seen": own.unseenFocus(stops),
      "order of focus": own.jumpsInOrder(stops),
      "target size": await own.smallTargets(page),
      "only for a mouse": await own.mouseOnly(page, cdp),
      reflow: await own.reflow(page, sideways),
      clipped: await own.clipped(page),
      motion: await own.moving(page),
      "silent news": await own.silentNews(page, () => page.locator("#save").click()),
      sound: await own.startsByItself(page),
      "other name": await own.otherNames(page),
    };
    for (const [name, list] of Object.entries(lists)) {
      for (const html of list) note(await faultOf(page, html), `own ${name}`);
    }
  });
  const missed = [];
  for (const name of NAMES) {
    const by = [...(foundBy.get(parseInt(name, 10)) || [])];
    console.log(`${by.length ? "found " : "MISSED"} ${name}: ${by.join("; ")}`);
    if (!by.length) missed.push(name);
  }
  console.log(`${NAMES.length - missed.length} of ${NAMES.length} found`);
  assert.ok(NAMES.length - missed.length >= 21, `missed: ${missed.join(", ")}`);
})().catch((error) => { console.error(error); process.exit(1); });

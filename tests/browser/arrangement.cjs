// A whole talk about an arrangement with the real product, by keyboard alone, with a reload half-way.
// STEPS is a JSON list of {say} and {press}.
"use strict";
const assert = require("node:assert/strict");
const { BASE, connected, inBrowser, messages, picture } = require("./tools.cjs");
const STEPS = JSON.parse(process.env.STEPS);

/** Move the focus with Tab to what has this text or label. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const at = document.activeElement;
      return (at.labels?.[0]?.textContent || at.textContent || "").trim();
    });
    if (found === name) return;
  }
  assert.fail(`${name} cannot be reached; the page says ${(await messages(page)).slice(-2)}`);
}

/** Wait until the assistant has answered and is silent for a moment. */
async function answered(page, before) {
  await page.waitForFunction((n) => document.querySelectorAll(".message--assistant").length > n, before, { timeout: 15000 });
  for (let last = -1, now = before; last !== now; ) {
    last = now;
    await page.waitForTimeout(400);
    now = await page.locator(".message--assistant").count();
  }
}

async function take(page, step) {
  const before = await page.locator(".message--assistant").count();
  if (step.say) {
    await tabTo(page, "Uw bericht");
    await page.keyboard.type(step.say);
  } else {
    await tabTo(page, step.press);
  }
  await page.keyboard.press("Enter");
  await answered(page, before);
}

inBrowser({ viewport: { width: 390, height: 780 } }, async (page, context, problems) => {
  await page.goto(BASE);
  await tabTo(page, "Begin het gesprek");
  await page.keyboard.press("Enter");
  await page.getByText("Waar kan ik u mee helpen?").waitFor();
  await connected(page);
  for (const [at, step] of STEPS.entries()) {
    await take(page, step);
    await picture(page, `arrangement-${String(at).padStart(2, "0")}`);
    if (at === Math.floor(STEPS.length / 2)) {
      const said = await messages(page);
      await page.reload();
      assert.deepEqual(await messages(page), said, "a reload shows the same talk");
      await connected(page);
    }
  }
  await picture(page, "arrangement-whole", true);
  console.log(JSON.stringify(await messages(page)));
  assert.deepEqual(problems, []);
}).catch((error) => { console.error(error); process.exit(1); });

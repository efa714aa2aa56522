// The line drops for a minute: typed text stays, and what was missed comes once, in order.
"use strict";
const assert = require("node:assert/strict");
const { line } = require("./line.cjs");
const { BASE, begin, connected, inBrowser, messages, picture } = require("./tools.cjs");
const SECONDS = Number(process.env.OFFLINE_SECONDS || "60");

async function live(page, state) {
  await page.waitForFunction((wanted) => document.documentElement?.dataset.live === wanted, state, { timeout: 60000 });
}

inBrowser({}, async (page, context) => {
  const cable = line(BASE);
  const address = await cable.listen();
  await begin(page, address);
  await connected(page);
  await page.getByLabel("Uw bericht").fill("voor de storing");
  await page.keyboard.press("Enter");
  await page.locator(".message--person ~ .message--assistant").first().waitFor();
  const before = await messages(page);
  const [cookie] = await context.cookies(address);

  cable.cut();
  await live(page, "off");
  await page.getByLabel("Uw bericht").fill("getypt zonder verbinding");
  await page.keyboard.press("Enter");
  await page.locator("#error:visible").waitFor();
  assert.equal(await page.getByLabel("Uw bericht").inputValue(), "getypt zonder verbinding");
  await picture(page, "offline");

  // Meanwhile the same person says something in another window that still has a line.
  const other = await context.newPage();
  await context.addCookies([{ name: cookie.name, value: cookie.value, url: BASE }]);
  await other.goto(BASE);
  await connected(other);
  await other.getByLabel("Uw bericht").fill("uit een ander venster");
  await other.keyboard.press("Enter");
  await other.waitForFunction((n) => document.querySelectorAll(".message").length >= n + 2, before.length);
  await page.waitForTimeout(SECONDS * 1000);

  cable.mend();
  await page.bringToFront();
  await live(page, "on");
  await page.waitForFunction((n) => document.querySelectorAll(".message").length > n, before.length);
  assert.equal(await page.getByLabel("Uw bericht").inputValue(), "getypt zonder verbinding", "typed text stays");
  const ours = await messages(page);
  await page.waitForTimeout(1000);
  assert.deepEqual(await messages(page), ours, "what was missed comes once");
  await page.getByLabel("Uw bericht").press("Enter");
  await page.waitForFunction((n) => document.querySelectorAll(".message").length >= n + 2, ours.length);
  const ids = await page.locator("[data-id]").evaluateAll((all) => all.map((each) => Number(each.dataset.id)));
  assert.deepEqual(ids, [...new Set(ids)].sort((a, b) => a - b), "each once, in order");
  cable.close();
}).catch((error) => { console.error(error); process.exit(1); });

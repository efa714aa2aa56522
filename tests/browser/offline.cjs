// The line drops for a while: typed text stays, and what was missed comes once.
"use strict";
const assert = require("node:assert/strict");
const { begin, connected, inBrowser, messages, picture } = require("./tools.cjs");
const SECONDS = Number(process.env.OFFLINE_SECONDS || "6");

inBrowser({}, async (page, context) => {
  await begin(page);
  await connected(page);
  await page.getByLabel("Uw bericht").fill("voor de storing");
  await page.keyboard.press("Enter");
  await page.locator(".message--person ~ .message--assistant").first().waitFor();
  const before = await messages(page);

  // Another window of the same browser says something while this one is cut off.
  const other = await context.newPage();
  await other.goto(page.url());
  await connected(other);
  await page.evaluate(() => window.dispatchEvent(new Event("offline")));
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 });
  await page.waitForFunction(() => document.documentElement.dataset.live === "off", null, { timeout: 60000 });
  await page.getByLabel("Uw bericht").fill("getypt zonder verbinding");
  await page.keyboard.press("Enter");
  await page.locator("#error:visible").waitFor();
  assert.equal(await page.getByLabel("Uw bericht").inputValue(), "getypt zonder verbinding");
  await picture(page, "offline");

  await other.bringToFront();
  await other.getByLabel("Uw bericht").fill("uit een ander venster");
  await other.keyboard.press("Enter");
  await other.waitForFunction((n) => document.querySelectorAll(".message").length >= n + 2, before.length);
  await page.waitForTimeout(SECONDS * 1000);

  await page.bringToFront();
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await connected(page);
  await page.waitForFunction((n) => document.querySelectorAll(".message").length > n, before.length);
  assert.equal(await page.getByLabel("Uw bericht").inputValue(), "getypt zonder verbinding", "typed text stays");
  const missed = await messages(page);
  assert.equal(missed.length, new Set(missed).size, "what was missed comes once");
  await page.getByLabel("Uw bericht").press("Enter");
  await page.waitForFunction((n) => document.querySelectorAll(".message").length >= n + 2, missed.length);
  const ids = await page.locator("[data-id]").evaluateAll((all) => all.map((each) => Number(each.dataset.id)));
  assert.deepEqual(ids, [...ids].sort((a, b) => a - b), "in order");
  assert.equal(ids.length, new Set(ids).size);
}).catch((error) => { console.error(error); process.exit(1); });

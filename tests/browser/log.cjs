// What a screen reader gets: one labelled log, one addition a message, a quiet history and status.
"use strict";
const assert = require("node:assert/strict");
const { begin, connected, inBrowser } = require("./tools.cjs");

inBrowser({}, async (page) => {
  await begin(page);
  await connected(page);
  assert.equal(await page.getByRole("log").count(), 1);
  assert.ok(await page.getByRole("log").getAttribute("aria-label"));
  await page.evaluate(() => {
    window.added = [];
    window.spoken = [];
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) window.added.push(node.className);
    }).observe(document.getElementById("log"), { childList: true });
    new MutationObserver(() => {
      const text = document.getElementById("status").textContent;
      if (text) window.spoken.push([performance.now(), text]);
    }).observe(document.getElementById("status"), { childList: true, characterData: true, subtree: true });
  });
  const field = page.getByLabel("Uw bericht");
  const atFirst = await page.locator(".message").count();
  for (const text of ["een", "twee", "drie"]) {
    const before = await page.locator(".message--assistant").count();
    await field.fill(text);
    await page.keyboard.press("Enter");
    await page.waitForFunction((n) => document.querySelectorAll(".message--assistant").length > n, before);
  }
  await page.waitForTimeout(6000);
  const { added, spoken } = await page.evaluate(() => ({ added: window.added, spoken: window.spoken }));
  const shown = await page.locator(".message").count();
  assert.equal(added.length, shown - atFirst, `each message is one addition: ${added}`);
  for (let at = 1; at < spoken.length; at += 1) {
    assert.ok(spoken[at][0] - spoken[at - 1][0] >= 4900, `the status speaks too often: ${spoken}`);
  }
  assert.equal(await page.getByRole("status").textContent(), "", "no status stays after the answer");

  await page.addInitScript(() => {
    window.announced = 0;
    document.addEventListener("DOMContentLoaded", () => {
      new MutationObserver((changes) => { window.announced += changes.length; })
        .observe(document.getElementById("log"), { childList: true, subtree: true });
    });
  });
  await page.reload();
  await connected(page);
  await page.waitForTimeout(500);
  assert.equal(await page.evaluate(() => window.announced), 0, "loading the history announces nothing");
}).catch((error) => { console.error(error); process.exit(1); });

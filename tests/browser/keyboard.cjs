// A conversation with the keyboard alone, with a reload in the middle.
"use strict";
const assert = require("node:assert/strict");
const { BASE, connected, inBrowser, messages, picture } = require("./tools.cjs");

/** Press Tab until the element with `name` has the focus; fail when it is never reached. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const at = document.activeElement;
      return (at.getAttribute("aria-label") || at.labels?.[0]?.textContent || at.textContent || "").trim();
    });
    if (found === name) return;
  }
  assert.fail(`${name} cannot be reached with Tab`);
}

inBrowser({}, async (page, context, problems) => {
  await page.goto(BASE);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter"); // the skip link
  await tabTo(page, "Begin het gesprek");
  await page.keyboard.press("Enter");
  await page.getByText("Waar kan ik u mee helpen?").waitFor();
  await connected(page);

  await tabTo(page, "Uw bericht");
  await page.keyboard.type("Eerste regel");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.type("tweede regel");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator(".message--person .message__text").innerText(), "Eerste regel\ntweede regel");
  await page.locator(".message--person ~ .message--assistant .choices button").first().waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "text", "the focus stays in the field");

  await page.keyboard.press("Escape");
  assert.equal(await page.evaluate(() => document.activeElement.id), "text", "Esc does nothing surprising");

  const button = page.locator(".choices button").first();
  const title = await button.innerText();
  await page.keyboard.press("Shift+Tab"); // last choice
  while ((await page.evaluate(() => document.activeElement.textContent)) !== title) {
    await page.keyboard.press("Shift+Tab");
  }
  const before = await page.locator(".message--assistant").count();
  await page.keyboard.press("Enter");
  await page.waitForFunction((n) => document.querySelectorAll(".message--assistant").length > n, before);
  const focused = await page.evaluate(() => document.activeElement.querySelector(".message__text")?.textContent);
  assert.equal(focused, title, "the focus stays at the pressed choice, now a message");

  const said = await messages(page);
  await page.reload();
  assert.deepEqual(await messages(page), said, "a reload shows the same conversation");
  await connected(page);
  await tabTo(page, "Uw bericht");
  await page.keyboard.type("na het herladen");
  await page.keyboard.press("Enter");
  await page.waitForFunction((n) => document.querySelectorAll(".message").length > n + 1, said.length);
  assert.deepEqual((await messages(page)).slice(0, said.length), said);
  await picture(page, "keyboard-after-reload");
  assert.deepEqual(problems, []);
}).catch((error) => { console.error(error); process.exit(1); });

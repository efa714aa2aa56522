// The whole chat without JavaScript: begin, type, press a choice, an error, close.
"use strict";
const assert = require("node:assert/strict");
const { BASE, inBrowser, messages, picture } = require("./tools.cjs");

inBrowser({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } }, async (page) => {
  await page.goto(BASE);
  await page.getByRole("button", { name: "Begin het gesprek" }).click();
  await page.getByText("Waar kan ik u mee helpen?").waitFor();
  await page.getByLabel("Uw bericht").fill("Ik kan niet betalen");
  await page.getByRole("button", { name: "Verstuur" }).click();
  await page.locator(".message--person").waitFor();
  const first = (await messages(page)).length;
  assert.ok(first >= 4, "the page that follows holds the answer");
  await picture(page, "no-script");
  await page.locator(".choices button").first().click();
  await page.locator(".message--person").nth(1).waitFor();
  assert.ok((await messages(page)).length > first, "a choice works without JavaScript");

  await page.getByRole("button", { name: "Verstuur" }).click();
  const field = page.getByLabel("Uw bericht");
  assert.equal(await field.getAttribute("aria-invalid"), "true");
  assert.match(await field.getAttribute("aria-describedby"), /\berror\b/);
  assert.match(await page.locator("#error").innerText(), /Typ eerst een bericht/);
  await picture(page, "no-script-error");

  await page.getByRole("button", { name: "Sluit het gesprek op dit apparaat" }).click();
  await page.getByRole("button", { name: "Begin het gesprek" }).waitFor();
  assert.equal(await page.locator(".message").count(), 0, "nobody finds the conversation here");
}).catch((error) => { console.error(error); process.exit(1); });

// axe-core and HTML_CodeSniffer on every state of the chat: no violation; what axe cannot judge is printed.
"use strict";
const assert = require("node:assert/strict");
const { check, found } = require("./checks.cjs");
const { BASE, begin, connected, picture, withPuppeteer } = require("./tools.cjs");
async function states(page, colours, puppet) {
  await page.goto(BASE);
  await check(page, `closed ${colours}`, puppet);
  await picture(page, `closed-${colours}`);
  for (const place of ["/privacy", "/toegankelijkheid", "/verder/abcdefgh", "/k/abcdefgh", "/bestaat-niet"]) {
    await page.goto(BASE + place);
    await check(page, `${place} ${colours}`, puppet);
  }
  await begin(page);
  await connected(page);
  await check(page, `open ${colours}`, puppet);
  await page.getByRole("button", { name: "Verstuur" }).click();
  await page.locator("#error:visible").waitFor();
  await check(page, `error ${colours}`, puppet);
  await picture(page, `error-${colours}`);
  await page.getByLabel("Uw bericht").fill("Ik kan niet betalen");
  await page.getByRole("button", { name: "Verstuur" }).click();
  await page.locator(".message--person ~ .message--assistant").first().waitFor();
  await page.getByLabel("Uw bericht").fill("لا أستطيع الدفع 06-12345678 € 12,50");
  await check(page, `typing right to left ${colours}`, puppet);
  await page.getByRole("button", { name: "Verstuur" }).click();
  await page.locator(".message--person ~ .message--person ~ .message--assistant").first().waitFor();
  await check(page, `answered ${colours}`, puppet);
  await picture(page, `open-${colours}`);
}

(async () => {
  for (const colorScheme of ["light", "dark"]) {
    await withPuppeteer({ colorScheme, bypassCSP: true }, (page, context, puppet) => states(page, colorScheme, puppet));
  }
  assert.deepEqual(found, []);
})().catch((error) => { console.error(error); process.exit(1); });

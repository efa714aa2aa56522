// axe-core on every state of the pages: no violation; what axe cannot judge is printed.
"use strict";
const assert = require("node:assert/strict");
const { check, found } = require("./checks.cjs");
const { BASE, begin, connected, inBrowser, picture } = require("./tools.cjs");
async function states(page, colours) {
  await page.goto(BASE);
  await check(page, `closed ${colours}`);
  await picture(page, `closed-${colours}`);
  for (const place of ["/privacy", "/toegankelijkheid", "/verder/abcdefgh", "/k/abcdefgh", "/bestaat-niet"]) {
    await page.goto(BASE + place);
    await check(page, `${place} ${colours}`);
  }
  await begin(page);
  await connected(page);
  await check(page, `open ${colours}`);
  await page.getByRole("button", { name: "Verstuur" }).click();
  await page.locator("#error:visible").waitFor();
  await check(page, `error ${colours}`);
  await picture(page, `error-${colours}`);
  await page.getByLabel("Uw bericht").fill("Ik kan niet betalen");
  await page.getByRole("button", { name: "Verstuur" }).click();
  await page.locator(".message--person ~ .message--assistant").first().waitFor();
  await page.getByLabel("Uw bericht").fill("لا أستطيع الدفع 06-12345678 € 12,50");
  await check(page, `typing right to left ${colours}`);
  await page.getByRole("button", { name: "Verstuur" }).click();
  await page.locator(".message--person ~ .message--person ~ .message--assistant").first().waitFor();
  await check(page, `answered ${colours}`);
  await picture(page, `open-${colours}`);
}

(async () => {
  for (const colorScheme of ["light", "dark"]) {
    await inBrowser({ colorScheme, bypassCSP: true }, (page) => states(page, colorScheme));
  }
  assert.deepEqual(found, []);
})().catch((error) => { console.error(error); process.exit(1); });

// To the organisation's log-in on another site, and back; a link elsewhere; log-out, here and there.
"use strict";
const assert = require("node:assert/strict");
const { inBrowser, picture } = require("./tools.cjs");
const { check, found, sideways, NOTHING_WIDE } = require("./checks.cjs");

const DESK = process.env.DESK_URL;
const QUEUE = { name: "Wachtrij", level: 1 };

async function play() {
  await inBrowser({ bypassCSP: true }, async (page, _, problems) => {
    const look = async (state) => {
      await check(page, state);
      await picture(page, `console-${state}`, true);
    };
    await page.goto(`${DESK}/inloggen`);
    await page.getByRole("button", { name: "Inloggen met een passkey" }).waitFor();
    await look("log-in-choices");
    await page.setViewportSize({ width: 320, height: 640 });
    assert.deepEqual(await sideways(page), NOTHING_WIDE, "320 px");
    await page.setViewportSize({ width: 1000, height: 800 });

    await page.getByRole("link", { name: "Inloggen via uw organisatie" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", QUEUE).waitFor();

    // a link in a mail or on the intranet: another site, so the strict cookie is not sent at first
    await page.goto("data:text/html,<a href='" + DESK + "/wachtrij'>naar de werkplek</a>");
    await page.getByRole("link").click();
    await page.getByRole("heading", QUEUE).waitFor();

    await page.goto(`${DESK}/mijn-account`);
    await page.getByText("U logt in via uw organisatie").waitFor();
    await page.getByRole("button", { name: "Uitloggen" }).click();
    await page.getByRole("heading", { name: "U bent uitgelogd", level: 1 }).waitFor();
    await look("logged-out");
    await page.goBack();
    await page.waitForURL((url) => url.pathname === "/inloggen");
    await page.goto(`${DESK}/wachtrij`);
    await page.waitForURL((url) => url.pathname === "/inloggen");
    assert.deepEqual(problems, []);
  });
}

play().then(() => assert.deepEqual(found, [])).catch((error) => { console.error(error); process.exit(1); });

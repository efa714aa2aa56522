// Passkeys in Chromium, with the virtual authenticator of the DevTools protocol (WebAuthn domain).
"use strict";
const assert = require("node:assert/strict");
const { inBrowser, picture } = require("./tools.cjs");
const { check, found, sideways, NOTHING_WIDE } = require("./checks.cjs");
const { code } = require("./desk.cjs");

const DESK = process.env.DESK_URL;
const PASSWORD = process.env.PASSWORD;

/** A device in this browser; returns ways to see and change it. */
async function device(page, context) {
  const client = await context.newCDPSession(page);
  await client.send("WebAuthn.enable");
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  return {
    keys: async () => (await client.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
    verifies: (isUserVerified) => client.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
  };
}

async function leave(page) {
  await page.getByRole("button", { name: "Uitloggen" }).click();
  await page.getByRole("heading", { name: "Inloggen", level: 1 }).waitFor();
}

async function givePassword(page) {
  await page.getByLabel("Naam", { exact: true }).fill("dina");
  await page.getByLabel("Wachtwoord").fill(PASSWORD);
  await page.getByRole("button", { name: "Verder" }).click();
}

/** Set up a code app, proved with the passkey: no password is typed. */
async function setUpApp(page, look) {
  await page.getByRole("link", { name: "Stel een app in" }).click();
  await page.getByRole("heading", { name: "App voor inlogcodes", level: 1 }).waitFor();
  await look("code-app");
  await page.locator("#passkey-code").fill(code(await page.locator("code.secret").innerText()));
  await page.getByRole("button", { name: "Bewaar met passkey" }).click();
  await page.getByText("Uw app voor inlogcodes is ingesteld").waitFor();
}

async function play() {
  await inBrowser({ bypassCSP: true }, async (page, context, problems) => {
    const look = async (state) => {
      await check(page, state);
      await picture(page, `console-${state}`, true);
    };
    const own = await device(page, context);

    await page.goto(`${DESK}/inloggen`);
    await page.getByRole("button", { name: "Inloggen met een passkey" }).waitFor();
    await check(page, "log-in");
    await givePassword(page);
    const name = page.getByLabel("Naam van de passkey");
    await name.fill("Laptop van werk");
    await look("passkey-first");
    await name.press("Enter"); // by keyboard
    await page.getByText("Ik heb ze bewaard").click();
    await page.getByRole("heading", { name: "Wachtrij", level: 1 }).waitFor();
    assert.equal((await own.keys()).length, 1, "the device holds a passkey that finds its owner");

    await leave(page);
    await page.goBack();
    await page.waitForURL((url) => url.pathname === "/inloggen");
    await page.getByRole("button", { name: "Inloggen met een passkey" }).click();
    await page.getByRole("heading", { name: "Wachtrij", level: 1 }).waitFor();

    await page.goto(`${DESK}/mijn-account`);
    await page.getByRole("heading", { name: "Laptop van werk" }).waitFor();
    await look("passkeys");
    await page.setViewportSize({ width: 320, height: 640 });
    assert.deepEqual(await sideways(page), NOTHING_WIDE, "320 px");
    await page.setViewportSize({ width: 1000, height: 800 });
    await page.getByLabel("Naam van de passkey").fill("Tweede");
    await page.locator("#passkey-password").fill("niet het wachtwoord");
    await page.getByRole("button", { name: "Maak een passkey" }).click();
    await page.getByText("Uw wachtwoord van nu klopt niet").waitFor();
    await page.locator("summary", { hasText: "Verwijder" }).click();
    await page.locator("#remove-1").fill(PASSWORD);
    await page.getByRole("button", { name: "Verwijder Laptop van werk" }).click();
    await page.getByText("Dit is uw enige tweede sleutel").waitFor();

    await setUpApp(page, look);
    await leave(page);
    await givePassword(page);
    await page.getByRole("button", { name: "Gebruik een passkey" }).waitFor();
    await look("passkey-second");
    await own.verifies(false);
    await page.getByRole("button", { name: "Gebruik een passkey" }).click();
    await page.getByText("kies een andere manier").waitFor();
    await own.verifies(true);
    await page.getByRole("button", { name: "Gebruik een passkey" }).click();
    await page.getByRole("heading", { name: "Wachtrij", level: 1 }).waitFor();
    assert.deepEqual(problems.filter((each) => !/409/.test(each)), []);
  });
}

play().then(() => assert.deepEqual(found, [])).catch((error) => { console.error(error); process.exit(1); });

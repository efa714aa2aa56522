// What the scripts about the console share: coming in with both factors, and a page that is live.
"use strict";
const crypto = require("node:crypto");

const DESK = process.env.DESK_URL;
const PASSWORD = process.env.PASSWORD;
const secrets = new Map();

/** The six digits of an authenticator app (RFC 6238), written here from the RFC. */
function code(secret) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((each) => letters.indexOf(each).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((each) => parseInt(each, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30000)));
  const hash = crypto.createHmac("sha1", key).update(step).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1e6).padStart(6, "0");
}

/** Log in for the first time, with the keyboard alone. */
async function logIn(page, name, look = async () => {}) {
  await page.goto(DESK);
  await look("log-in");
  await page.getByLabel("Naam").focus();
  await page.keyboard.type(name);
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  secrets.set(name, await page.locator("code.secret").innerText());
  await look("second-factor");
  await page.getByLabel("Code", { exact: true }).focus();
  await page.keyboard.type(code(secrets.get(name)));
  await page.keyboard.press("Enter");
  await page.getByText("Ik heb ze bewaard").waitFor();
  await look("recovery-codes");
  await page.getByText("Ik heb ze bewaard").click();
  await page.getByRole("heading", { level: 1 }).waitFor();
}

/** Wait until the page of a colleague hears what changes. */
async function live(page) {
  await page.waitForFunction(() => document.documentElement?.dataset.live === "on");
}

module.exports = { DESK, code, live, logIn };

// What the scripts share: a browser on the product's page, and small readings of that page.
"use strict";
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");
const { chromium } = require("playwright-core");

const BASE = process.env.BASE_URL;
const SCREENS = process.env.SCREENS || "";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--lang=nl", // date inputs speak the language of the browser, where its words are installed
];

/** Run `play(page, context)` in a fresh browser; console errors and CSP reports are failures. */
async function inBrowser({ flags, ...options }, play) {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "warmwijzer-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [...FLAGS, ...(flags || [])],
    locale: "nl-NL",
    timezoneId: "Europe/Amsterdam",
    viewport: { width: 1000, height: 800 },
    ...options,
  });
  const problems = [];
  const page = context.pages()[0] || (await context.newPage());
  page.on("console", (line) => line.type() === "error" && problems.push(line.text()));
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("dialog", (dialog) => {
    if (dialog.type() !== "beforeunload") problems.push(`dialog: ${dialog.message()}`);
    dialog.accept();
  });
  try {
    await play(page, context, problems);
  } finally {
    await context.close();
    fs.rmSync(profile, { recursive: true, force: true });
  }
}

/** As inBrowser, with puppeteer on the same browser for pa11y: `play(page, context, puppet)`. */
async function withPuppeteer(options, play) {
  const port = await freePort();
  const flags = [`--remote-debugging-port=${port}`];
  await inBrowser({ ...options, flags }, async (page, context, problems) => {
    const puppet = await require("puppeteer").connect({ browserURL: `http://127.0.0.1:${port}`, defaultViewport: null });
    try {
      await play(page, context, puppet, problems);
    } finally {
      await puppet.disconnect();
    }
  });
}

function freePort() {
  return new Promise((done) => {
    const server = net.createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Open the page and begin a conversation. */
async function begin(page, address = BASE) {
  await page.goto(address);
  await page.getByRole("button", { name: "Begin het gesprek" }).click();
  await page.getByRole("log").getByText("Waar kan ik u mee helpen?").waitFor();
}

/** Wait until the page has its live connection. */
async function connected(page) {
  await page.waitForFunction(() => document.documentElement?.dataset.live === "on");
}

/** The texts of the messages, in order. */
function messages(page) {
  return page.locator(".message__text").allInnerTexts();
}

// A list goes on like this; a picture of all of it is a megabyte that nobody reads.
const HIGHEST = 4000;

/** Keep a picture of the page in the folder that the caller asked for. */
async function picture(page, name, fullPage = false) {
  if (!SCREENS) return;
  if (fullPage) await page.evaluate(() => window.scrollTo(0, 0)); // what sticks would hang halfway
  await page.waitForTimeout(300); // let a scroll come to rest
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = fullPage ? { x: 0, y: 0, width, height: Math.min(height, HIGHEST) } : undefined;
  await page.screenshot({ path: path.join(SCREENS, `${name}.png`), fullPage, clip });
}

module.exports = { BASE, begin, connected, inBrowser, messages, picture, withPuppeteer };

// What goes wrong at a desk: pasted HTML, a million characters, two tabs, no connection, a wrong
// clock, a second press, an expired link, the back button after log-out. Each is told, nothing is lost.
"use strict";
const assert = require("node:assert/strict");
const { DESK, live, logIn } = require("./desk.cjs");
const { line } = require("./line.cjs");
const { begin, connected, inBrowser, messages, picture } = require("./tools.cjs");

const HTML = '<img src=x onerror="document.title=\'taken\'"><b>vet</b> & <script>alert(1)</script>';

const field = (page) => page.locator("#text");
const said = (page) => page.locator(".message--colleague .message__text").allInnerTexts();
const send = (page) => page.getByRole("button", { name: "Verstuur" }).click();

async function sentText(page, text) {
  await page.locator(".message--colleague .message__text").filter({ hasText: text }).waitFor();
  await live(page);
}

/** Pasted HTML is words, for the colleague and for the person. */
async function pasted(page, person) {
  await field(page).fill(HTML);
  await send(page);
  await sentText(page, "onerror");
  assert.equal((await said(page)).at(-1), HTML);
  await person.getByText("onerror").waitFor();
  assert.equal((await messages(person)).at(-1), HTML);
  assert.equal(await page.locator(".message b, .message img").count(), 0);
}

/** A million characters are told and kept back; what was typed stays, also after a reload. */
async function tooMuch(page) {
  const before = (await said(page)).length;
  await field(page).evaluate((at) => { at.value = "a".repeat(1_000_000); at.dispatchEvent(new Event("input")); });
  await send(page);
  await page.locator("#text-refused:visible").waitFor();
  assert.match(await page.locator("#text-refused").innerText(), /1000000 tekens/);
  assert.equal(await field(page).evaluate((at) => at.value.length), 1_000_000, "typed text stays");
  await picture(page, "console-too-long");
  await field(page).fill("");
  assert.equal((await said(page)).length, before, "nothing was sent");
}

/** Two presses, one message. */
async function twice(page, person) {
  await field(page).fill("een keer");
  await Promise.all([
    page.waitForEvent("load"),
    page.evaluate(() => { const button = document.querySelector("#saying button"); button.click(); button.click(); }),
  ]);
  await sentText(page, "een keer");
  await person.getByText("een keer").waitFor();
  assert.equal((await messages(person)).filter((each) => each === "een keer").length, 1);
}

/** Two tabs: what is said in one stands in the other; what is given back there is told here. */
async function tabs(page, context) {
  const other = await context.newPage();
  await other.goto(page.url());
  await live(other);
  await field(other).fill("uit het tweede tabblad");
  await send(other);
  await sentText(other, "uit het tweede tabblad");
  await sentText(page, "uit het tweede tabblad");
  await field(page).fill("nog niet verstuurd");
  await other.getByRole("button", { name: "Geef terug aan de computer" }).click();
  await other.locator("#take").waitFor();
  await send(page);
  await page.getByRole("alert").filter({ hasText: "Er is niets verstuurd" }).waitFor();
  await page.getByText("nog niet verstuurd").first().waitFor();
  await page.locator("#take").click();
  await page.locator("#saying").waitFor();
  assert.equal(await field(page).inputValue(), "nog niet verstuurd", "typed text stays");
  await field(page).fill("");
  await live(page);
  await other.close();
}

/** Five minutes without a line, by a clock that runs ahead: what was missed comes once. */
async function cut(page, context, person, talk) {
  const cable = line(DESK);
  const address = await cable.listen();
  const cookie = (await context.cookies(DESK)).find((each) => each.name === "console");
  await context.addCookies([{ name: cookie.name, value: cookie.value, url: address }]);
  const far = await context.newPage();
  await far.clock.install({ time: Date.now() + 5 * 3600 * 1000 }); // this computer's clock is five hours ahead
  await far.goto(address + talk);
  await live(far);
  await field(far).fill("getypt zonder verbinding");
  cable.cut();
  await far.waitForFunction(() => document.documentElement?.dataset.live === "off");
  await far.getByText("Geen verbinding").waitFor();
  await picture(far, "console-no-connection");
  await send(far);
  await far.locator("#text-refused:visible").waitFor();
  await person.getByLabel("Uw bericht").fill("gezegd tijdens de storing");
  await person.getByRole("button", { name: "Verstuur" }).click();
  await page.getByText("gezegd tijdens de storing").waitFor();
  await far.clock.fastForward("05:00");
  cable.mend();
  for (let tries = 0; tries < 20 && (await far.evaluate(() => document.documentElement.dataset.live)) !== "on"; tries += 1) {
    await far.clock.fastForward(6000); // socket.io waits at most five seconds between two tries
  }
  await live(far);
  await far.locator(".message--person").filter({ hasText: "gezegd tijdens de storing" }).waitFor();
  const lines = await far.locator(".message").allInnerTexts();
  assert.equal(lines.filter((each) => each.includes("gezegd tijdens de storing")).length, 1, "what was missed comes once");
  assert.deepEqual(lines, await page.locator(".message").allInnerTexts(), "both tabs show the same, with the server's times");
  assert.equal(await field(far).inputValue(), "getypt zonder verbinding", "typed text stays");
  assert.equal(await far.getByText("Geen verbinding").count(), 0);
  await far.close();
  cable.close();
}

/** Each new message is one addition to the log: a screen reader hears it once. */
async function additions(page, person) {
  await page.evaluate(() => {
    window.added = [];
    new MutationObserver((changes) => {
      for (const change of changes) for (const node of change.addedNodes) if (node.nodeType === 1) window.added.push(node.textContent);
    }).observe(document.getElementById("log"), { childList: true });
  });
  await person.getByLabel("Uw bericht").fill("een nieuw bericht");
  await person.getByRole("button", { name: "Verstuur" }).click();
  await page.getByText("een nieuw bericht").waitFor();
  const added = await page.evaluate(() => window.added);
  assert.equal(added.length, 1, added.join("|"));
}

/** Search marks what is found; Enter jumps from one to the next, Shift+Enter back. */
async function search(page) {
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("z");
  assert.equal(await page.evaluate(() => document.activeElement.id), "find");
  await page.keyboard.type("een");
  const many = await page.locator(".message--found").count();
  assert.ok(many >= 2);
  const here = () => page.locator(".message--here").innerText();
  await page.keyboard.press("Enter");
  const first = await here();
  await page.keyboard.press("Enter");
  const second = await here();
  assert.notEqual(second, first);
  await page.keyboard.press("Shift+Enter");
  assert.equal(await here(), first);
  assert.equal(await page.locator("#found").innerText(), `1 / ${many}`);
  const isInView = await page.evaluate(() => {
    const box = document.querySelector(".message--here").getBoundingClientRect();
    const frame = document.getElementById("log").getBoundingClientRect();
    return box.bottom > frame.top && box.top < frame.bottom;
  });
  assert.ok(isInView, "what is found is in sight");
  await picture(page, "console-search");
  await page.locator("#find").fill("");
}

/** Keys: a list behind ?; nothing while typing; nothing when they are off. */
async function keys(page) {
  await field(page).focus();
  await page.keyboard.type("t?w1z");
  assert.equal(await field(page).inputValue(), "t?w1z", "keys do nothing while somebody types");
  await field(page).fill("");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  const list = page.locator("dialog[open]");
  await list.waitFor();
  assert.match(await list.innerText(), /Wijs de derde suggestie af/);
  await picture(page, "console-shortcuts");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  await page.goto(`${DESK}/sneltoetsen`);
  await page.getByRole("button", { name: "Zet toetsen zonder Ctrl uit" }).click();
  await page.getByRole("button", { name: "Zet toetsen zonder Ctrl aan" }).waitFor();
  await page.keyboard.press("?");
  assert.equal(await page.locator("dialog[open]").count(), 0, "single keys are off");
  await page.getByRole("button", { name: "Zet toetsen zonder Ctrl aan" }).click();
  await page.getByRole("button", { name: "Zet toetsen zonder Ctrl uit" }).waitFor();
}

/** A notification outside the page: asked by a button only, and it names nobody. */
async function notification(page, context, say) {
  await page.addInitScript(() => {
    window.asked = 0;
    window.shown = [];
    const permission = () => sessionStorage.getItem("permission") || "default";
    window.Notification = class {
      constructor(title, options) { window.shown.push({ title, body: options?.body }); }
      static get permission() { return permission(); }
      static async requestPermission() { window.asked += 1; sessionStorage.setItem("permission", "granted"); return permission(); }
    };
  });
  await page.goto(`${DESK}/wachtrij`);
  await live(page);
  assert.equal(await page.evaluate(() => window.asked), 0, "nothing is asked by itself");
  await page.getByRole("button", { name: "Meld het ook buiten deze pagina" }).click();
  await page.getByRole("button", { name: "Stop met melden buiten deze pagina" }).waitFor();
  assert.equal(await page.evaluate(() => window.asked), 1);
  await say();
  await page.waitForFunction(() => window.shown?.length === 1);
  assert.deepEqual(await page.evaluate(() => window.shown), [{ title: "Iemand wacht", body: undefined }]);
  assert.match(await page.title(), /^\(\d+\) /);
  await page.evaluate(() => sessionStorage.setItem("permission", "denied"));
  await page.reload();
  await page.getByText("Uw browser laat geen meldingen toe").waitFor();
  await live(page);
}

async function play(page, context, person) {
  await logIn(page, "emma");
  await begin(person);
  await connected(person);
  const say = async () => {
    await person.getByLabel("Uw bericht").fill("Ik wil een mens spreken");
    await person.getByRole("button", { name: "Verstuur" }).click();
  };
  await notification(page, context, say);
  await page.locator(".waiting__one a").last().click();
  const talk = new URL(page.url()).pathname;
  await page.locator("#take").click();
  await page.locator("#saying").waitFor();
  await live(page);
  await pasted(page, person);
  await tooMuch(page);
  await twice(page, person);
  await additions(page, person);
  await search(page);
  await tabs(page, context);
  await cut(page, context, person, talk);
  await keys(page);

  // An address that is not there (any more) is told kindly.
  const gone = await page.goto(`${DESK}/gesprek/bestaat-niet-meer`);
  assert.equal(gone.status(), 404);
  await page.getByText("Deze pagina is er niet, of is niet voor u.").waitFor();

  // After log-out the back button shows nothing of the conversation, nor what was typed in it.
  await page.goto(DESK + talk);
  await live(page);
  await field(page).fill("geheim");
  await page.getByRole("button", { name: "Uitloggen" }).click();
  await page.getByRole("heading", { name: "Inloggen" }).waitFor();
  await page.goBack().catch(() => {});
  await page.waitForFunction(() => document.readyState === "complete" && !document.querySelector("#log"));
  assert.equal(new URL(page.url()).pathname, "/inloggen");
  assert.equal(await page.evaluate(() => sessionStorage.length), 0, "nothing of it is left in the browser");
}

(async () => {
  await inBrowser({ viewport: { width: 1280, height: 900 } }, (page, context) => inBrowser({}, (person) => play(page, context, person)));
})().catch((error) => { console.error(error); process.exit(1); });

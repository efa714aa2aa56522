// Looks at every page that shows words of others: nothing runs, nothing is reported, words are words.
"use strict";
const assert = require("node:assert/strict");
const { inBrowser } = require("./tools.cjs");

const { desk, pages, payloads } = JSON.parse(process.env.HOSTILE);
// What no template of ours makes. Charts are drawings; the page of somebody's own data has a style.
const FOREIGN = [
  "[onerror],[onload],[onfocus],[ontoggle],[onbegin],[onmouseover],[srcdoc],[style]",
  "base,math,object,audio,iframe,animate,meta[http-equiv=refresh],script:not([nonce])",
  "img[src=x],form[action*=evil],[hx-get='/uitloggen'],[data-hx-get='/x'],a[href^='javascript' i]",
].join(",");
const plain = (text) => text.replace(/\s+/g, " ").trim();

inBrowser({}, async (page, context, problems) => {
  const found = [];
  const shown = {};
  for (const { page: name, at, cookie } of pages) {
    // The page before must not ask anything more once its cookie is gone.
    await page.goto("about:blank");
    await context.clearCookies();
    if (cookie) await context.addCookies([{ name: "console", value: cookie, url: desk }]);
    try {
      await page.goto(at);
    } catch (error) {
      if (/Download is starting|ERR_ABORTED/.test(error.message)) continue;
      throw error;
    }
    await page.waitForFunction(() => !document.querySelector(".htmx-request"));
    const seen = await page.evaluate((foreign) => ({
      ran: window.ran,
      foreign: [...document.querySelectorAll(foreign)].map((each) => each.outerHTML.slice(0, 80)),
      text: [document.body.innerText, ...[...document.querySelectorAll("input,textarea")].map((each) => each.value)].join(" "),
    }), FOREIGN);
    if (seen.ran !== undefined || seen.foreign.length || new URL(page.url()).pathname === "/inloggen") found.push([name, at, seen.ran, seen.foreign]);
    const text = plain(seen.text);
    shown[name] = Math.max(shown[name] || 0, payloads.filter((each) => text.includes(plain(each))).length);
  }
  assert.deepEqual(found, []);
  assert.deepEqual(problems.filter((each) => !/status of (404|409)/.test(each)), []);
  console.log(JSON.stringify(shown));
}).catch((error) => { console.error(error); process.exit(1); });

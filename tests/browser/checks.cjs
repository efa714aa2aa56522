// Checks that every page goes through: axe-core and HTML_CodeSniffer (by pa11y), and nothing wide.
"use strict";
const fs = require("node:fs");
const pa11y = require("pa11y");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const found = [];

/** What axe says of the page as it stands, by all rules or some: `violations` and `incomplete`. */
async function runAxe(page, rules) {
  const runOnly = rules ? { type: "rule", values: rules } : { type: "tag", values: TAGS };
  return page.evaluate(async ([source, only]) => {
    new Function("module", source).call(window, undefined);
    return window.axe.run(document, { runOnly: only });
  }, [axe, runOnly]);
}

/** Run axe on the page, and HTML_CodeSniffer when there is a `puppet`; what they find is kept in `found`. */
async function check(page, state, puppet) {
  for (const { code, context } of puppet ? await runPa11y(page, puppet) : []) found.push(`${state}: ${code} ${context}`);
  const result = await runAxe(page);
  for (const { id, nodes } of result.violations) found.push(`${state}: ${id} ${nodes[0].html}`);
  for (const { id, nodes } of result.incomplete) console.log(`${state}: cannot judge ${id} at ${nodes[0].html}`);
}

/** What HTML_CodeSniffer says of the page as it stands; `puppet` is puppeteer's hold of the browser. */
async function runPa11y(page, puppet) {
  const mark = `pa11y-${Math.random()}`;
  await page.evaluate((name) => { window.name = name; }, mark);
  for (const each of await puppet.pages()) {
    if ((await each.evaluate(() => window.name)) !== mark) continue;
    const result = await pa11y(page.url(), {
      browser: puppet, page: each, ignoreUrl: true, standard: "WCAG2AA", runners: ["htmlcs"],
      viewport: page.viewportSize(), includeWarnings: false, timeout: 20000,
    });
    return result.issues;
  }
  throw new Error("puppeteer does not see this page");
}

/** What is wider than the window. A table may be, in a frame of its own that can be scrolled. */
async function sideways(page) {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("body *")].filter(
      (each) => each.getBoundingClientRect().width > 1 && !each.closest(".utrecht-skip-link, .scroll, svg")
        && (each.getBoundingClientRect().right > edge + 1 || each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible" && each.tagName !== "TEXTAREA"),
    );
    return { page: document.documentElement.scrollWidth - edge, wide: wide.map((each) => each.outerHTML.slice(0, 80)) };
  });
}

const NOTHING_WIDE = { page: 0, wide: [] };

module.exports = { check, found, runAxe, runPa11y, sideways, NOTHING_WIDE };

// Checks that every page goes through: axe-core, and nothing that sticks out sideways.
"use strict";
const fs = require("node:fs");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const found = [];

/** Run axe on the page; what it finds is kept in `found`. */
async function check(page, state) {
  const result = await page.evaluate(async ([source, tags]) => {
    new Function("module", source).call(window, undefined);
    return window.axe.run(document, { runOnly: tags });
  }, [axe, TAGS]);
  for (const { id, nodes } of result.violations) found.push(`${state}: ${id} ${nodes[0].html}`);
  for (const { id, nodes } of result.incomplete) console.log(`${state}: cannot judge ${id} at ${nodes[0].html}`);
}

/** What is wider than the window. */
async function sideways(page) {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("body *")].filter(
      (each) => each.getClientRects().length && !each.closest(".utrecht-skip-link")
        && (each.getBoundingClientRect().right > edge + 1 || each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX !== "visible" && each.tagName !== "TEXTAREA"),
    );
    return { page: document.documentElement.scrollWidth - edge, wide: wide.map((each) => each.outerHTML.slice(0, 80)) };
  });
}

const NOTHING_WIDE = { page: 0, wide: [] };

module.exports = { check, found, sideways, NOTHING_WIDE };

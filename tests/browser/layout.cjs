// Small screens, zoom, text spacing, motion, forced colours, focus ring, targets, contrast of parts.
"use strict";
const assert = require("node:assert/strict");
const { begin, connected, inBrowser, picture } = require("./tools.cjs");
const { sideways, NOTHING_WIDE } = require("./checks.cjs");

const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`;

async function talk(page) {
  await begin(page);
  await connected(page);
  await page.getByLabel("Uw bericht").fill("Ik heb een brief van www.heel-lang-adres-zonder-spaties-van-een-schuldeiser.example/abcdefghijklmnopqrstuvwxyz gekregen");
  await page.getByRole("button", { name: "Verstuur" }).click();
  await page.locator(".message--person ~ .message--assistant").first().waitFor();
}

(async () => {
  await inBrowser({ viewport: { width: 320, height: 640 } }, async (page) => {
    await talk(page);
    assert.deepEqual(await sideways(page), NOTHING_WIDE, "320 px");
    await picture(page, "small-320");
    await picture(page, "small-320-whole", true);
    await page.addStyleTag({ content: SPACING }).catch(() => {});
  });
  await inBrowser({ viewport: { width: 320, height: 256 } }, async (page) => {
    await talk(page); // 1280 x 1024 at 400 % zoom
    assert.deepEqual(await sideways(page), NOTHING_WIDE, "400 %");
    await picture(page, "zoom-400");
    for (let presses = 0; presses < 25; presses += 1) {
      await page.keyboard.press("Tab");
      const covered = await page.evaluate(() => {
        const at = document.activeElement;
        if (at === document.body || at.id === "log" || at.tagName === "TEXTAREA") return null;
        const box = at.getBoundingClientRect();
        const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 10));
        return top && (at === top || at.contains(top) || top.contains(at)) ? null : at.outerHTML.slice(0, 90);
      });
      assert.equal(covered, null, "what has the focus is not covered");
    }
  });
  await inBrowser({ viewport: { width: 320, height: 640 }, bypassCSP: true }, async (page) => {
    await talk(page);
    await page.addStyleTag({ content: SPACING });
    assert.deepEqual(await sideways(page), NOTHING_WIDE, "text spacing");
    await picture(page, "text-spacing");
    const small = await page.evaluate(() => [...document.querySelectorAll("button, textarea, .bottom__links a")]
      .filter((each) => each.getClientRects().length && each.getBoundingClientRect().height < 43.9)
      .map((each) => `${each.textContent} ${each.getBoundingClientRect().height}`));
    assert.deepEqual(small, [], "targets of 44 px");
  });
  await inBrowser({ reducedMotion: "reduce" }, async (page) => {
    await talk(page);
    const moving = await page.evaluate(() => document.getAnimations().length
      + [...document.querySelectorAll("*")].filter((each) => getComputedStyle(each).transitionDuration !== "0s").length);
    assert.equal(moving, 0, "nothing moves");
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior), "auto");
  });
  await inBrowser({ forcedColors: "active" }, async (page) => {
    await talk(page);
    await picture(page, "forced-colours");
  });
  await inBrowser({}, async (page) => {
    await talk(page);
    await page.getByLabel("Uw bericht").focus();
    await page.keyboard.press("Tab");
    const ring = await page.evaluate(() => {
      const style = getComputedStyle(document.activeElement);
      return { width: parseFloat(style.outlineWidth), style: style.outlineStyle };
    });
    assert.ok(ring.width >= 2 && ring.style === "solid", `focus ring ${JSON.stringify(ring)}`);
    await picture(page, "focus-ring");
  });
})().catch((error) => { console.error(error); process.exit(1); });

// What axe and HTML_CodeSniffer do not look at: focus, keyboard, size, reflow, motion, news, sound.
// Each returns the elements (their outer HTML, shortened) that fail; an empty list is good.
"use strict";
const SPACING = `* { letter-spacing: 0.12em !important; line-height: 1.5 !important;
  word-spacing: 0.16em !important; }`;

const short = "(each) => each.outerHTML.slice(0, 120)";

/** Where the focus is now, or null. */
const stopNow = (page) => page.evaluate(() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  window.walked = window.walked || new Map();
  if (!window.walked.has(at)) window.walked.set(at, window.walked.size);
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  return {
    id: window.walked.get(at),
    html: at.outerHTML.slice(0, 120),
    tabindex: at.tabIndex,
    hasRing: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none",
    isSeen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
  };
});

/** Go on behind a stop that Tab cannot leave. */
const leaveTrap = (page) => page.evaluate(() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")];
  all[all.indexOf(document.activeElement) + 1]?.focus();
});

/** A date field has stops of its own within it; more than six in a row is a trap. */
const isTrapped = (stops, place = stops.length - 1) => place >= 6
  && stops.slice(place - 6, place + 1).every((stop) => stop.id === stops[place].id);

/** Walk the page with Tab: every stop in order, with its ring. Ends where it began, or after `most`. */
async function walk(page, most = 150) {
  await page.evaluate(() => { document.activeElement?.blur(); window.getSelection().removeAllRanges(); });
  const stops = [];
  while (stops.length < most) {
    await (isTrapped(stops) ? leaveTrap(page) : page.keyboard.press("Tab"));
    const stop = await stopNow(page);
    if (!stop || (stops.length && stop.id === stops[0].id)) break;
    stops.push(stop);
  }
  await page.evaluate(() => { delete window.walked; });
  return stops;
}

/** Where Tab cannot leave. */
const traps = (stops) => stops.filter((stop, place) => isTrapped(stops, place)).map((stop) => stop.html);

const unseenFocus = (stops) => stops.filter((stop) => !stop.hasRing || !stop.isSeen).map((stop) => stop.html);
const jumpsInOrder = (stops) => stops.filter((stop) => stop.tabindex > 0).map((stop) => stop.html);

/** What one can press is at least 24 by 24 px, or has that much room around it (WCAG 2.5.8). */
const smallTargets = (page) => page.evaluate((toHtml) => {
  const place = document.querySelector("dialog[open]") || document;
  const all = [...place.querySelectorAll("a[href], button, select, input:not([type=hidden]), summary, [role=button]")]
    .filter((each) => each.getBoundingClientRect().width > 1 && !each.closest(".utrecht-skip-link"))
    .map((each) => ({ each, box: each.getBoundingClientRect() }));
  const isNear = (box, other) => {
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const aside = Math.max(other.left - x, 0, x - other.right);
    const above = Math.max(other.top - y, 0, y - other.bottom);
    return Math.hypot(aside, above) < 12;
  };
  return all
    .filter(({ box }) => box.width < 23.9 || box.height < 23.9)
    .filter(({ each, box }) => all.some((other) => other.each !== each && isNear(box, other.box)))
    .map(({ each }) => eval(toHtml)(each));
}, short);

/** What a mouse can press must be reached with the keyboard. `cdp` asks the browser who listens. */
async function mouseOnly(page, cdp) {
  const { result } = await cdp.send("Runtime.evaluate", { expression: "[...document.querySelectorAll('body *')]" });
  const { result: properties } = await cdp.send("Runtime.getProperties", { objectId: result.objectId, ownProperties: true });
  const failing = [];
  for (const { value, name } of properties) {
    if (!value?.objectId || !/^\d+$/.test(name)) continue;
    const { listeners } = await cdp.send("DOMDebugger.getEventListeners", { objectId: value.objectId });
    if (!listeners.some((each) => each.type === "click")) continue;
    const { result: found } = await cdp.send("Runtime.callFunctionOn", {
      objectId: value.objectId, returnByValue: true,
      functionDeclaration: "function () { return this.tabIndex < 0 && !this.querySelector('a, button, input') ? this.outerHTML.slice(0, 120) : ''; }",
    });
    if (found.value) failing.push(found.value);
  }
  return failing;
}

/** What is wider than a window of 320 px. */
async function reflow(page, sideways) {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  const { page: over, wide } = await sideways(page);
  await page.setViewportSize(before);
  return over > 0 || wide.length ? wide.concat(over > 0 ? [`page ${over} px`] : []) : [];
}

/** Words that are cut off when somebody sets wider spacing (WCAG 1.4.12). */
async function clipped(page) {
  const style = await page.addStyleTag({ content: SPACING });
  const found = await page.evaluate((toHtml) => [...document.querySelectorAll("body *")].filter((each) => {
    const { overflowX, overflowY } = getComputedStyle(each);
    const isHeardOnly = each.getBoundingClientRect().width <= 1;
    if (isHeardOnly || each.closest(".utrecht-skip-link") || /^(TEXTAREA|INPUT|SELECT)$/.test(each.tagName)) return false;
    return (overflowY === "hidden" && each.scrollHeight > each.clientHeight + 1)
      || (overflowX === "hidden" && each.scrollWidth > each.clientWidth + 1);
  }).map(eval(toHtml)), short);
  await style.evaluate((each) => each.remove());
  return found;
}

/** What moves although the person asked for no motion. */
async function moving(page) {
  await page.emulateMedia({ reducedMotion: "reduce" });
  const found = await page.evaluate(() => document.getAnimations()
    .filter((each) => each.effect?.getTiming().iterations === Infinity || each.effect?.getTiming().duration > 10)
    .map((each) => each.effect.target.outerHTML.slice(0, 120)));
  await page.emulateMedia({ reducedMotion: null });
  return found;
}

/** Text that a press brings onto the page outside every live region, while the page stays. */
async function silentNews(page, press) {
  await page.evaluate(() => {
    window.news = [];
    const live = "[role=status], [role=alert], [role=log], [aria-live], dialog";
    window.watcher = new MutationObserver((changes) => {
      for (const { target } of changes) {
        const at = target.nodeType === 1 ? target : target.parentElement;
        if (at && !at.closest(live) && at.textContent.trim()) window.news.push(at.outerHTML.slice(0, 120));
      }
    });
    window.watcher.observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  await press();
  return page.evaluate(() => { window.watcher.disconnect(); return [...new Set(window.news)]; });
}

/** Sound or film that begins by itself. */
const startsByItself = (page) => page.evaluate((toHtml) => [...document.querySelectorAll("audio, video")]
  .filter((each) => each.autoplay && !each.muted).map(eval(toHtml)), short);

/** The words on a button must be in its name, or who speaks to the computer cannot press it (2.5.3). */
const otherNames = (page) => page.evaluate((toHtml) => [...document.querySelectorAll("button[aria-label], a[aria-label], [role=button][aria-label]")]
  .filter((each) => /\p{L}{2,}/u.test(each.innerText) && !each.getAttribute("aria-label").toLowerCase().includes(each.innerText.trim().toLowerCase()))
  .map(eval(toHtml)), short);

module.exports = { walk, traps, unseenFocus, jumpsInOrder, smallTargets, mouseOnly, reflow, clipped, moving, silentNews, startsByItself, otherNames };

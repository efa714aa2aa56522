// Words that try to become code: none runs, none is reported by the browser, all are shown as words.
"use strict";
const assert = require("node:assert/strict");
const { begin, connected, inBrowser } = require("./tools.cjs");

const BREAK_OUT = ["", "\">", "'>", "</p>", "</textarea>", "</script>", "--><", "]]>", "{{", "\\\">"];
const CODE = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)>",
  "<svg><script href=data:,alert(1) /></svg>",
  "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
  "<a href=javascript:alert(1)>klik</a>",
  "<details open ontoggle=alert(1)>",
  "<body onpageshow=alert(1)>",
  "<style>@import 'https://example.org/x.css'</style>",
  "<base href=https://example.org/>",
  "<form action=https://example.org><button>x</button>",
  "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
  "<object data=javascript:alert(1)>",
  "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
  "{{constructor.constructor('alert(1)')()}} {% raise %} ${alert(1)}",
  "https://example.org/\" onmouseover=alert(1) x=\"",
];
const PAYLOADS = BREAK_OUT.flatMap((start) => CODE.map((code) => start + code));

inBrowser({}, async (page, context, problems) => {
  await begin(page);
  await connected(page);
  const reports = [];
  await context.exposeBinding("report", (_, text) => reports.push(text));
  await page.evaluate(() => document.addEventListener("securitypolicyviolation", (event) => window.report(event.violatedDirective)));
  // Twenty messages a minute is the limit, so each carries several.
  for (let at = 0; at < PAYLOADS.length; at += 16) {
    const text = PAYLOADS.slice(at, at + 16).join("\n");
    const before = await page.locator(".message--assistant").count();
    await page.getByLabel("Uw bericht").fill(text);
    await page.keyboard.press("Enter");
    await page.waitForFunction((n) => document.querySelectorAll(".message--assistant").length > n, before);
    assert.equal(await page.locator(".message--person .message__text").last().innerText(), text.trim());
  }
  await page.reload();
  await connected(page);
  const foreign = await page.evaluate(() => [...document.querySelectorAll(".log :is(script, img, svg, iframe, style, base, meta, object, math, details)")].length);
  assert.equal(foreign, 0, "words stay words");
  const links = await page.locator(".log a").evaluateAll((all) => all.map((each) => each.getAttribute("href")));
  assert.ok(links.every((href) => /^(https:|tel:)/.test(href)), String(links));
  assert.ok(PAYLOADS.length >= 150);
  assert.deepEqual(problems, []);
  assert.deepEqual(reports, []);
}).catch((error) => { console.error(error); process.exit(1); });

// What somebody types is kept until the server has it, and is sent once.
"use strict";
(() => {
  const offline = () => !navigator.onLine || document.documentElement.dataset.live === "off";
  const plain = (text) => text.replace(/\s+/g, " ").trim();

  // --- typed text stays, also after a lost connection, a reload, or a log-in in between -----------
  const arrived = (text) => [...document.querySelectorAll(".message--colleague .message__text, .note")]
    .some((each) => plain(each.textContent).endsWith(plain(text)));

  for (const field of document.querySelectorAll("[data-keep]")) {
    const key = `typed:${field.dataset.keep}`;
    const kept = sessionStorage.getItem(key) || "";
    const wasSent = sessionStorage.getItem(`${key}:sent`) && arrived(kept);
    sessionStorage.removeItem(`${key}:sent`);
    if (wasSent) sessionStorage.removeItem(key);
    else field.value = field.value || kept;
    field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
    field.form.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) sessionStorage.setItem(`${key}:sent`, "1");
    });
  }

  // --- a budget stays while its conversation is open again; logging out forgets all of it ---------
  document.body.addEventListener("change", (event) => {
    const form = event.target.closest("[data-keep-form]");
    if (!form) return;
    const typed = [...form.elements].filter((each) => each.name && each.type !== "hidden");
    const values = Object.fromEntries(typed.map((each) => [each.name, each.value]));
    sessionStorage.setItem(form.dataset.keepForm, JSON.stringify(values));
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const form = event.target.querySelector("[data-keep-form]");
    const kept = form && JSON.parse(sessionStorage.getItem(form.dataset.keepForm) || "{}");
    for (const [name, value] of Object.entries(kept || {})) {
      if (form.elements[name]) form.elements[name].value = value;
    }
  });
  // --- a tool that was open is open again on the next page ----------------------------------------
  for (const tool of document.querySelectorAll("details[data-remember]")) {
    const key = `open:${tool.id}`;
    if (sessionStorage.getItem(key)) tool.open = true;
    tool.addEventListener("toggle", () => {
      if (tool.open) sessionStorage.setItem(key, "yes");
      else sessionStorage.removeItem(key);
    });
  }

  document.querySelector('form[action="/uitloggen"]')
    ?.addEventListener("submit", () => sessionStorage.clear());

  // --- told before it is sent: too long, or no connection ----------------------------------------
  function refusal(form) {
    const long = [...form.querySelectorAll("[data-most]")]
      .find((field) => [...field.value].length > Number(field.dataset.most));
    if (long) return long.dataset.tooLong.replace("{n}", [...long.value].length);
    return offline() ? document.getElementById("no-line").dataset.words : "";
  }

  function tell(form, words) {
    const field = form.querySelector("textarea, input:not([type=hidden])");
    const error = form.querySelector("[data-refusal]");
    if (!error) return;
    error.textContent = words;
    error.hidden = !words;
    if (words) field?.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
    if (words) field?.focus();
  }

  const clear = (form) => { if (form?.querySelector("[data-refusal]")?.textContent) tell(form, ""); };
  document.addEventListener("live", () => [...document.forms].forEach(clear));
  document.addEventListener("input", (event) => clear(event.target.form));

  // --- once: a second press while the first is on its way does nothing ---------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const words = refusal(form);
    tell(form, words);
    if (words || form.dataset.sent) event.preventDefault();
    else form.dataset.sent = "yes";
    if (event.defaultPrevented) event.stopImmediatePropagation();
  }, { capture: true });

  // The browser shows a page that it kept: forms may be sent again, and nothing shows after log-out.
  window.addEventListener("pageshow", (event) => {
    for (const form of document.forms) delete form.dataset.sent;
    if (event.persisted) location.reload();
  });
})();

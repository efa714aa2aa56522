// Keeps an open page up to date. It says that something changed; htmx then fetches the part.
"use strict";
(() => {
  const { page, talk } = document.body.dataset;
  const title = document.title;

  // --- what was typed stays, also after a lost connection or a reload --------------------------
  for (const field of document.querySelectorAll("[data-keep]")) {
    const key = `typed:${field.dataset.keep}`;
    field.value = field.value || sessionStorage.getItem(key) || "";
    field.addEventListener("input", () => sessionStorage.setItem(key, field.value));
    field.form.addEventListener("submit", () => sessionStorage.removeItem(key));
  }

  const log = document.getElementById("log");
  const toEnd = () => { if (log) log.scrollTop = log.scrollHeight; };
  toEnd();
  if (log) log.addEventListener("htmx:afterSwap", toEnd);

  // --- how many wait: in the title, with a sound when somebody wants it -------------------------
  const sound = document.getElementById("sound");
  let waiting = null;

  function beep() {
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    tone.connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.15);
  }

  function count() {
    const found = document.getElementById("count");
    if (!found) return;
    const waits = Number(found.dataset.count);
    const now = waits + Number(found.dataset.alarms); // a second alarm sounds again
    document.title = waits ? `(${waits}) ${title}` : title;
    if (waiting !== null && now > waiting && sound && sound.checked) beep();
    waiting = now;
  }
  count();
  document.body.addEventListener("htmx:afterSwap", count);

  // --- a budget stays while its conversation is open again; logging out forgets all of it --------
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
  document.querySelector('form[action="/uitloggen"]')
    ?.addEventListener("submit", () => sessionStorage.clear());

  // --- search in the conversation: Enter jumps to the next --------------------------------------
  const find = document.getElementById("find");
  let jumps = 0;

  function found() {
    const wanted = find.value.trim().toLowerCase();
    return [...log.querySelectorAll(".message")].filter((message) => {
      const is = wanted !== "" && message.textContent.toLowerCase().includes(wanted);
      message.classList.toggle("message--found", is);
      return is;
    });
  }

  find?.addEventListener("input", () => {
    const status = document.getElementById("found");
    jumps = 0;
    status.textContent = find.value.trim() ? `${found().length} ${status.dataset.words}` : (found(), "");
  });
  find?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const messages = found();
    if (messages.length) messages[jumps++ % messages.length].scrollIntoView({ block: "center" });
  });

  // --- words from beside the chat into the message --------------------------------------------
  document.addEventListener("click", (event) => {
    const from = event.target.closest("[data-fill]");
    const field = document.getElementById("text");
    if (!from || !field) return;
    field.value = from.dataset.fill;
    document.getElementById("suggestion").value = from.dataset.suggestion || "";
    document.getElementById("suggested-for").value = from.dataset.message || "";
    field.dispatchEvent(new Event("input"));
    field.focus();
  });

  document.addEventListener("click", (event) => {
    const from = event.target.closest("[data-open]");
    const tool = from && document.getElementById(`${from.dataset.open}-tool`);
    if (!tool) return;
    tool.open = true;
    const need = tool.querySelector('[name="nood"]');
    if (need) need.value = from.dataset.need;
    tool.querySelector("input:not([type=hidden])")?.focus();
  });

  // --- keys: 1, 2, 3 use a suggestion, Shift+1, 2, 3 reject it ----------------------------------
  document.addEventListener("keydown", (event) => {
    const place = /^Digit([123])$/.exec(event.code)?.[1];
    if (!place || event.ctrlKey || event.altKey || event.metaKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const what = event.shiftKey ? "reject" : "accept";
    const button = document.querySelector(`[data-${what}="${place}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  // --- keys: Ctrl+Enter sends, t takes ----------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "Enter" && event.ctrlKey && event.target.form) event.target.form.requestSubmit();
    if (!isTyping && event.key === "t") document.getElementById("take")?.click();
  });

  // --- the connection ---------------------------------------------------------------------------
  if (!["queue", "talk", "phone"].includes(page)) return;
  const socket = io({ transports: ["websocket", "polling"] });
  const tell = (name) => htmx.trigger(document.body, name);
  socket.on("connect", () => {
    document.documentElement.dataset.live = "on";
    tell("queue-changed");
    tell("talk-changed");
  });
  socket.on("disconnect", () => { document.documentElement.dataset.live = "off"; });
  socket.on("queue_changed", () => tell("queue-changed"));
  socket.on("talk_changed", (news) => { if (news.talk === talk) tell("talk-changed"); });
})();

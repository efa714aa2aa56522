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

  // --- words from beside the chat into the message --------------------------------------------
  document.addEventListener("click", (event) => {
    const from = event.target.closest("[data-fill]");
    const field = document.getElementById("text");
    if (!from || !field) return;
    field.value = from.dataset.fill;
    field.dispatchEvent(new Event("input"));
    field.focus();
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

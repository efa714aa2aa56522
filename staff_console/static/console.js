// Keeps an open page up to date. It says that something changed; htmx then fetches the part.
"use strict";
(() => {
  const { page, talk } = document.body.dataset;
  const title = document.title;

  // --- the conversation: only new messages are added, so a screen reader hears each once ---------
  const log = document.getElementById("log");
  const newBelow = document.getElementById("new-below");
  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 60;
  const toEnd = () => { log.scrollTop = log.scrollHeight; if (newBelow) newBelow.hidden = true; };

  if (log) {
    toEnd();
    log.addEventListener("scroll", () => { if (newBelow && isAtEnd()) newBelow.hidden = true; });
    newBelow?.addEventListener("click", toEnd);
    log.addEventListener("htmx:beforeSwap", (event) => {
      if (event.target !== log || event.detail.xhr.status !== 200) return;
      const fetched = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
      const lines = [...fetched.querySelectorAll(".message")];
      const shown = log.querySelectorAll(".message").length;
      const wasAtEnd = isAtEnd();
      event.detail.shouldSwap = false;
      log.append(...lines.slice(shown));
      if (lines.length === shown) return;
      if (wasAtEnd) toEnd();
      else if (newBelow) newBelow.hidden = false;
    });
  }

  // --- how many wait: in the title, with a sound or a notification when somebody wants it ---------
  const sound = document.getElementById("sound");
  const notify = document.getElementById("notify");
  let waiting = null;
  let audio = null;

  function beep() {
    audio = audio || new AudioContext();
    const tone = audio.createOscillator();
    tone.connect(audio.destination);
    tone.start();
    tone.stop(audio.currentTime + 0.15);
  }

  /** Outside this page nothing is told but that somebody waits: no name, no amount. */
  function notification() {
    if (window.Notification?.permission !== "granted" || localStorage.getItem("notify") !== "on") return;
    const shown = new Notification(notify.dataset.words, { tag: "queue" });
    shown.onclick = () => { window.focus(); shown.close(); };
  }

  function count() {
    const found = document.getElementById("count");
    if (!found) return;
    const waits = Number(found.dataset.count);
    const now = waits + Number(found.dataset.alarms); // a second alarm sounds again
    document.title = waits ? `(${waits}) ${title}` : title;
    if (waiting !== null && now > waiting) {
      if (sound?.checked) beep();
      notification();
    }
    waiting = now;
  }
  count();
  document.body.addEventListener("htmx:afterSwap", count);

  if (sound) {
    sound.checked = localStorage.getItem("sound") === "on";
    sound.addEventListener("change", () => {
      localStorage.setItem("sound", sound.checked ? "on" : "off");
      if (sound.checked) beep();
    });
  }

  /** Say how it stands with notifications; what the browser forbids is said too. */
  function showNotify() {
    const permission = window.Notification?.permission || "denied";
    const state = permission === "granted" && localStorage.getItem("notify") !== "on" ? "default" : permission;
    notify.hidden = state === "denied";
    notify.textContent = state === "denied" ? "" : notify.dataset[state];
    document.getElementById("notify-state").textContent = state === "denied" ? notify.dataset.denied : "";
  }
  if (notify) {
    showNotify();
    notify.addEventListener("click", async () => {
      const isOn = Notification.permission === "granted" && localStorage.getItem("notify") === "on";
      localStorage.setItem("notify", isOn ? "off" : "on");
      if (!isOn && Notification.permission === "default") await Notification.requestPermission();
      showNotify();
    });
  }

  // --- search in the conversation: Enter jumps to the next, Shift+Enter to the one before ---------
  const find = document.getElementById("find");
  const status = document.getElementById("found");
  let at = -1;

  function found() {
    const wanted = find.value.trim().toLowerCase();
    return [...log.querySelectorAll(".message")].filter((message) => {
      const is = wanted !== "" && message.textContent.toLowerCase().includes(wanted);
      message.classList.toggle("message--found", is);
      return is;
    });
  }

  find?.addEventListener("input", () => {
    const many = found().length;
    at = -1;
    for (const each of log.querySelectorAll(".message--here")) each.classList.remove("message--here");
    status.textContent = find.value.trim() ? `${many} ${status.dataset.words}` : "";
  });
  find?.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const messages = found();
    if (!messages.length) return;
    messages[at]?.classList.remove("message--here");
    at = (at + (event.shiftKey ? -1 : 1) + messages.length) % messages.length;
    if (at < 0) at = messages.length - 1;
    messages[at].classList.add("message--here");
    messages[at].scrollIntoView({ block: "center" });
    status.textContent = `${at + 1} / ${messages.length}`;
  });

  // --- words from beside the chat into the message ------------------------------------------------
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

  // --- the connection -----------------------------------------------------------------------------
  if (!["queue", "talk", "phone"].includes(page)) return;
  const line = document.getElementById("no-line");
  const socket = io({ transports: ["websocket", "polling"] });
  const tell = (name) => htmx.trigger(document.body, name);
  const show = (isLive) => {
    document.documentElement.dataset.live = isLive ? "on" : "off";
    line.textContent = isLive ? "" : line.dataset.words;
    if (isLive) document.dispatchEvent(new Event("live"));
  };
  socket.on("connect", () => {
    show(true);
    tell("queue-changed");
    tell("talk-changed");
  });
  socket.on("disconnect", () => show(false));
  socket.on("queue_changed", () => tell("queue-changed"));
  socket.on("talk_changed", (news) => { if (news.talk === talk) tell("talk-changed"); });
})();

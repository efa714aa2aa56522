// Adds live answers to the page, which also works without this file. Texts come from the page.
"use strict";
(() => {
  const chat = document.getElementById("inhoud");
  const log = document.getElementById("log");
  const status = document.getElementById("status");
  const form = document.getElementById("writing");
  const field = document.getElementById("text");
  const error = document.getElementById("error");
  const template = (name) => document.getElementById(`template-${name}`).content;
  const author = (name) => template("authors").querySelector(`[data-author=${name}]`).textContent;

  const ANSWER_WITHIN = 10000; // after this the status says that it takes longer
  const SPEAK_EVERY = 5000; // a screen reader hears the status at most once in this time
  const LAST_SAID = "#laatste"; // where the person's last words stand
  const ABOVE = 8; // pixels that stay free above a message
  const waiting = new Map(); // message id -> what was said, until the server has it
  let lastId = 0;
  let slowTimer = 0;
  let statusTimer = 0;
  let spokenAt = -SPEAK_EVERY;
  let wasOffline = false;

  document.getElementById("refresh").hidden = true;
  // A touch screen has no Shift key at hand: there Enter is a new line.
  const enterSends = matchMedia("(any-pointer: fine)").matches;
  document.getElementById("hint-keys").hidden = !enterSends;
  for (const each of log.querySelectorAll("[data-id]")) {
    lastId = Math.max(lastId, Number(each.dataset.id));
  }

  // --- what is shown -------------------------------------------------------------------------
  function isAtEnd() {
    const last = log.lastElementChild;
    return !last || last.getBoundingClientRect().top < innerHeight;
  }

  // Shows the end, but never past the person's own last words: an answer is read from its start.
  // Of words that fill much of the screen, only the answer stays.
  function scrollToEnd() {
    const own = [...log.querySelectorAll(".message--person")].pop();
    if (!own) return;
    const isLong = own.offsetHeight > innerHeight / 4;
    const first = (isLong && own.nextElementSibling) || own;
    const end = scrollY + chat.getBoundingClientRect().bottom - innerHeight;
    scrollTo({ top: Math.min(end, scrollY + first.getBoundingClientRect().top - ABOVE) });
  }

  function say(name) {
    clearTimeout(statusTimer);
    const text = name ? chat.getAttribute(`data-status-${name}`) : "";
    const wait = text ? spokenAt + SPEAK_EVERY - performance.now() : 0;
    statusTimer = setTimeout(() => {
      if (text && status.textContent !== text) spokenAt = performance.now();
      status.textContent = text;
    }, Math.max(wait, 0));
  }

  function showError(text) {
    error.textContent = text;
    error.hidden = !text;
    document.getElementById("field").classList.toggle("utrecht-form-field--invalid", Boolean(text));
    field.setAttribute("aria-describedby", text ? "error hint" : "hint");
    if (text) {
      field.setAttribute("aria-invalid", "true");
      field.focus();
    } else {
      field.removeAttribute("aria-invalid");
    }
  }

  function newMessage(name, by) {
    const message = template("message").cloneNode(true).firstElementChild;
    message.classList.add(`message--${name}`);
    message.querySelector(".message__author").textContent = by ? `${by}, ${author(name)}` : author(name);
    return message;
  }

  function addOwn(text, language) {
    const message = newMessage("person");
    const words = message.querySelector(".message__text");
    words.textContent = text;
    words.lang = language;
    message.tabIndex = -1;
    log.append(message);
    scrollToEnd();
    return message;
  }

  function fill(element, parts) {
    for (const part of parts) {
      if (!part.href) {
        element.append(part.text);
        continue;
      }
      const link = template("link").cloneNode(true).firstElementChild;
      link.href = part.href;
      link.textContent = part.text;
      element.append(link);
    }
  }

  function addButtons(message, replies, language) {
    const group = document.createElement("div");
    group.className = "choices";
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", author("choices"));
    for (const reply of replies) {
      const button = template("button").cloneNode(true).firstElementChild;
      button.textContent = reply.title;
      button.value = reply.payload;
      button.lang = language;
      group.append(button);
    }
    message.append(group);
  }

  function addUttered(said) {
    const about = said.metadata || {};
    const id = about.id || 0;
    if (id && log.querySelector(`[data-id="${id}"]`)) return;
    const message = newMessage(about.author === "colleague" ? "colleague" : "assistant", about.by);
    const words = message.querySelector(".message__text");
    fill(words, about.parts || [{ text: said.text }]);
    words.dir = about.direction || "auto";
    words.lang = about.language || document.documentElement.lang;
    if (said.quick_replies) addButtons(message, said.quick_replies, words.lang);
    const follow = isAtEnd();
    const later = [...log.querySelectorAll("[data-id]")].find((each) => Number(each.dataset.id) > id);
    if (id) message.dataset.id = id;
    log.insertBefore(message, id && later ? later : null);
    lastId = Math.max(lastId, id);
    clearTimeout(slowTimer);
    if (!waiting.size) say("");
    if (follow) scrollToEnd();
  }

  // --- what is sent --------------------------------------------------------------------------
  function newId() {
    return [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
  }

  // The language is that of what is pressed; of what is typed the server says it.
  function send(message, shown, language = document.documentElement.lang) {
    for (const old of log.querySelectorAll(".choices")) old.remove();
    const id = newId();
    waiting.set(id, { message, shown, element: addOwn(shown, language), isTyped: message === shown });
    say("sending");
    deliver(id);
    return waiting.get(id).element;
  }

  function deliver(id) {
    const { message } = waiting.get(id);
    const said = { message, message_id: id };
    socket.timeout(ANSWER_WITHIN).emit("user_uttered", said, (failed, answer) => {
      if (!waiting.has(id)) return;
      if (failed) {
        if (socket.connected) deliver(id);
        return;
      }
      const { shown, element, isTyped } = waiting.get(id);
      waiting.delete(id);
      if (answer.accepted) {
        if (isTyped && answer.language) element.querySelector(".message__text").lang = answer.language;
        accepted(answer.reader);
      } else {
        element.remove();
        field.value = field.value || shown;
        say("");
        showError(answer.text);
      }
    });
  }

  function accepted(reader) {
    say(reader === "colleague" ? "colleague" : "sent");
    clearTimeout(slowTimer);
    if (reader !== "colleague") slowTimer = setTimeout(() => say("slow"), ANSWER_WITHIN);
  }

  function isOffline() {
    if (socket.connected) return false;
    showError(chat.dataset.errorOffline);
    return true;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value;
    if (!text.trim()) return showError(chat.dataset.errorEmpty);
    if (isOffline()) return undefined;
    showError("");
    field.value = "";
    send(text, text);
    return field.focus();
  });

  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !enterSends) return;
    event.preventDefault();
    form.requestSubmit();
  });

  document.getElementById("quick").addEventListener("submit", (event) => {
    event.preventDefault();
    if (isOffline()) return;
    showError("");
    send(event.submitter.value, event.submitter.value);
  });

  log.addEventListener("click", (event) => {
    const button = event.target.closest(".choices button");
    if (!button) return;
    event.preventDefault();
    if (isOffline()) return;
    showError("");
    // The pressed button goes; the focus stays at its place in the conversation.
    send(button.value, button.textContent, button.lang).focus({ preventScroll: true });
  });

  window.addEventListener("beforeunload", (event) => {
    if (waiting.size) event.preventDefault();
  });

  // --- the connection ------------------------------------------------------------------------
  const socket = io({ transports: ["websocket", "polling"], tryAllTransports: true, autoConnect: false });

  // Tells tests, and whoever looks, whether the page is live.
  const live = (state) => document.documentElement.setAttribute("data-live", state);

  socket.on("connect", () => {
    live("on");
    socket.emit("session_request", { after: lastId });
    if (wasOffline) {
      showError("");
      say("online");
    }
    wasOffline = false;
    for (const id of waiting.keys()) deliver(id);
  });

  socket.on("disconnect", (reason) => {
    live("off");
    clearTimeout(slowTimer);
    wasOffline = true;
    say(reason === "io server disconnect" ? "closed" : "offline");
  });

  socket.on("connect_error", (failure) => {
    const isRefused = failure.context && failure.context.status === 403;
    if (isRefused || !wasOffline) say(isRefused ? "closed" : "offline");
    wasOffline = true;
  });

  // The talk goes on in the other language of the page: the page itself comes in it too, at the same
  // place, unless somebody is typing or a message is on its way. These texts are always in the language
  // of the talk.
  const OF_THE_TALK = /^(notices|safeguards|decision):/;
  const other = document.querySelector("#quick [lang]").lang;

  function changeLanguage({ key = "", language }) {
    if (language !== other || !OF_THE_TALK.test(key) || field.value || waiting.size) return;
    location.hash = LAST_SAID;
    history.scrollRestoration = "manual"; // scrollToEnd finds the place
    location.reload();
  }

  socket.on("bot_uttered", (said) => {
    addUttered(said);
    changeLanguage(said.metadata || {});
  });
  socket.connect();
  // A reload keeps no focus by itself: who goes on by keyboard is where they were.
  if (location.hash === LAST_SAID) document.getElementById(LAST_SAID.slice(1))?.focus({ preventScroll: true });
  scrollToEnd();
})();

// Keys: an element's data-key says which key it answers to (shortcuts.yml). A button or link is
// pressed, a field gets the focus. A key that works alone does nothing while somebody types, and
// nothing at all when it was turned off.
"use strict";
(() => {
  const hasSingleKeys = document.body.dataset.singleKeys === "on";

  const isTyping = (at) => at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName);

  /** The key as it is written in shortcuts.yml; for a digit the key itself, whatever Shift makes of it. */
  function named(event) {
    const digit = /^Digit(\d)$/.exec(event.code)?.[1];
    const key = digit || event.key;
    const isShifted = event.shiftKey && (digit || key.length > 1);
    return [event.ctrlKey && "Ctrl", isShifted && "Shift", key].filter(Boolean).join("+");
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if (!event.ctrlKey && (!hasSingleKeys || isTyping(event.target))) return;
    if (document.querySelector("dialog[open]")) return;
    const key = named(event);
    const place = isTyping(event.target) ? event.target.form : document; // Ctrl+Enter sends its own form
    const target = place?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (isTyping(target)) target.focus();
    else target.click();
  });

  // A link to a page that is also here as a dialog opens the dialog; its button gives the focus back.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-dialog]");
    if (!link) return;
    event.preventDefault();
    document.getElementById(link.dataset.dialog).showModal();
  });
})();

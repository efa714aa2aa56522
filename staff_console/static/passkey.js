// Lets a device make or use a passkey: asks for options, and posts the answer as the form it is in.
"use strict";
(() => {
  const forms = document.querySelectorAll("form[data-passkey]");
  const canJson = typeof PublicKeyCredential !== "undefined" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

  async function options(form) {
    const answer = await fetch(form.dataset.ask, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const found = await answer.json();
    if (!answer.ok) throw new Error(found.problem || form.dataset.failed);
    return found;
  }

  async function credential(form) {
    const asked = await options(form);
    try {
      return form.dataset.passkey === "new"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
    } catch {
      throw new Error(form.dataset.failed); // closed, too slow, or not on this device
    }
  }

  for (const form of forms) {
    form.hidden = !canJson;
    const problem = form.querySelector("[data-problem]");
    const button = form.querySelector("button");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.textContent = "";
      button.disabled = true;
      try {
        form.elements.credential.value = JSON.stringify((await credential(form)).toJSON());
        for (const secret of form.querySelectorAll("[type=password]")) secret.disabled = true; // asked already
        form.submit();
      } catch (error) {
        problem.textContent = error instanceof SyntaxError ? form.dataset.failed : error.message;
        button.disabled = false;
      }
    });
  }
})();

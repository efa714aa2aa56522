// An independent client: socket.io-client from npm, speaking Rasa's protocol, without cookies.
"use strict";
const assert = require("node:assert/strict");
const { io } = require("socket.io-client");
const BASE = process.env.BASE_URL;

function open(options = {}) {
  const socket = io(BASE, { forceNew: true, reconnection: false, ...options });
  const heard = [];
  socket.on("bot_uttered", (said) => heard.push(said));
  const request = (id) => new Promise((done) => {
    socket.once("session_confirm", done);
    socket.emit("session_request", { session_id: id });
  });
  const until = async (test, what) => {
    for (let tries = 0; tries < 200; tries += 1) {
      const found = heard.find(test);
      if (found) return found;
      await new Promise((wait) => setTimeout(wait, 50));
    }
    return assert.fail(`never heard: ${what} in ${JSON.stringify(heard)}`);
  };
  return { socket, heard, request, until };
}

(async () => {
  for (const transports of [["websocket"], ["polling"], ["polling", "websocket"]]) {
    const one = open({ transports });
    const chosen = "a-session-id-that-the-client-chose";
    const id = await one.request(chosen);
    assert.notEqual(id, chosen, "the session id is ours");
    assert.ok(id.length >= 32);
    one.socket.emit("user_uttered", { message: "hallo", session_id: id });
    const answer = await one.until((said) => said.quick_replies, "an answer with quick replies");
    assert.ok(answer.metadata.id && answer.metadata.key && answer.metadata.at);
    assert.equal(answer.metadata.author, "assistant");
    const { title, payload } = answer.quick_replies[0];
    assert.ok(title && !payload.startsWith("/"), "a quick reply carries a token, never an intent");
    const before = one.heard.length;
    one.socket.emit("user_uttered", { message: payload, session_id: id });
    await one.until((said) => one.heard.indexOf(said) >= before, "an answer to the button");

    const other = open({ transports });
    const otherId = await other.request(null);
    assert.notEqual(otherId, id);
    const refused = await other.socket.timeout(5000).emitWithAck("user_uttered", { message: "x", session_id: id, message_id: "aaaaaaaa" });
    assert.equal(refused.accepted, false, "another session's id opens nothing");
    const foreign = other.heard.length;
    other.socket.emit("user_uttered", { message: payload, session_id: otherId });
    await other.until((said) => other.heard.indexOf(said) >= foreign && said.metadata.key === "notices:old_button", "that the button is not theirs");

    one.socket.close();
    const back = open({ transports });
    assert.equal(await back.request(id), id, "the secret given back proves who it is");
    const sent = { message: "nog een keer", session_id: id, message_id: "b0b0b0b0-0001" };
    for (let times = 0; times < 3; times += 1) {
      const taken = await back.socket.timeout(5000).emitWithAck("user_uttered", sent);
      assert.equal(taken.accepted, true);
    }
    await new Promise((wait) => setTimeout(wait, 1500));
    const answers = back.heard.filter((said) => said.metadata.author === "assistant");
    assert.equal(answers.length, Number(process.env.ANSWERS_PER_MESSAGE || "1"), "a message sent three times is handled once");
    back.socket.close();
    other.socket.close();
  }
})().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });

// A connection that a script can cut and mend.
"use strict";
const net = require("node:net");

/** A line to `address` that can be cut: what goes through it is lost, nothing new comes in. */
function line(address) {
  const { hostname, port } = new URL(address);
  const open = new Set();
  let isCut = false;
  const server = net.createServer((near) => {
    if (isCut) return near.destroy();
    const far = net.connect(Number(port), hostname);
    for (const [from, to] of [[near, far], [far, near]]) {
      open.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => { open.delete(from); to.destroy(); });
    }
    return undefined;
  });
  return {
    listen: () => new Promise((done) => server.listen(0, "127.0.0.1", () => done(`http://127.0.0.1:${server.address().port}`))),
    cut: () => { isCut = true; for (const each of open) each.destroy(); },
    mend: () => { isCut = false; },
    close: () => { for (const each of open) each.destroy(); server.close(); },
  };
}

module.exports = { line };

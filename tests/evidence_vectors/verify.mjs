// A third verifier, written from FORMAT.md alone: node verify.mjs FOLDER [KEPT FILES]
// It shows that an export can be checked in another language, with that language's own libraries.
import { createHash, createHmac, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

const HASH = /^[0-9a-f]{64}$/;
const SIZE = /^(0|[1-9][0-9]{0,15})$/;
const SIGNATURE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;

const refuse = (code, place) => { throw new Error(`REFUSED ${code}: ${place}`); };
const need = (holds, code, place) => { if (!holds) refuse(code, place); };
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const same = (one, other) => Buffer.compare(one, other) === 0;
const text = (path) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(path));

function base64(encoded, place) {
  const raw = Buffer.from(encoded, "base64");
  need(raw.length && raw.toString("base64") === encoded, "malformed_note", place);
  return raw;
}

function publicKey(written, place) {
  const [name, id, ...rest] = written.split("+");
  const raw = base64(rest.join("+"), place);
  const expected = sha256(name, "\n", raw).subarray(0, 4).toString("hex");
  need(/^\S+$/.test(name) && raw.length === 33 && raw[0] === 1 && id === expected, "wrong_key", place);
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw.subarray(1)]);
  return { written, name, id, key: createPublicKey({ key: der, format: "der", type: "spki" }) };
}

function checkpoint(note, place, keys) {
  const border = note.lastIndexOf("\n\n");
  const rows = note.slice(border + 2).split("\n");
  need(border >= 0 && rows.pop() === "" && rows.length > 0 && rows.length <= 100, "malformed_note", place);
  need(!/[\x00-\x09\x0b-\x1f]/.test(note), "malformed_note", place);
  const signed = note.slice(0, border + 1);
  const said = signed.slice(0, -1).split("\n");
  need(said.length === 3 || said.length === 4, "malformed_note", place);
  need(SIZE.test(said[1]) && said.slice(3).every((line) => line.startsWith("next-key ")), "malformed_note", place);
  need(said[0] === keys[0].name, "another_log", place);
  const signatures = new Map();
  for (const row of rows) {
    const match = SIGNATURE.exec(row) ?? refuse("malformed_note", place);
    const raw = base64(match[2], place);
    const signer = `${match[1]}+${raw.subarray(0, 4).toString("hex")}`;
    if (!signatures.has(signer)) signatures.set(signer, raw.subarray(4));
  }
  const following = said.slice(3).map((line) => publicKey(line.slice(9), place));
  const known = keys.filter((key) => signatures.has(`${key.name}+${key.id}`));
  need(known.length, "another_key", place);
  for (const key of [...known, ...following]) {
    const signature = signatures.get(`${key.name}+${key.id}`) ?? Buffer.alloc(0);
    need(verify(null, Buffer.from(signed), key.key, signature), "wrong_signature", place);
  }
  return { size: Number(said[1]), root: base64(said[2], place), following };
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

function numbersFit(value) {
  if (typeof value === "number") return Number.isInteger(value) && String(value).length <= 15;
  return value === null || typeof value !== "object" || Object.values(value).every(numbersFit);
}

function node(line, size, place) {
  const row = JSON.parse(line);
  const plain = /^[\x00-\x7f]*$/.test(line) && !/\\u[^0]/.test(line); // no lone surrogate either
  need(canonical(row) === line && plain && numbersFit(row), "not_canonical", place);
  const fields = Object.keys(row).sort().join();
  if (fields === "folded,hash") {
    const [start, stop] = row.folded;
    const width = stop - start;
    need(start === size && width > 0 && Number.isInteger(Math.log2(width)) && size % width === 0, "wrong_order", place);
    need(HASH.test(row.hash), "malformed", place);
    return [width, Buffer.from(row.hash, "hex")];
  }
  need(fields === "leaf" || fields === "body,leaf,salt", "malformed", place);
  need(row.leaf.sequence === size, "wrong_order", place);
  if (row.body !== undefined) {
    need(typeof row.body === "object" && HASH.test(row.salt), "malformed", place);
    const opened = createHmac("sha256", Buffer.from(row.salt, "hex")).update(canonical(row.body)).digest("hex");
    need(opened === row.leaf.commitment, "entry_changed", place);
    need(row.body.at.slice(0, 10) === row.leaf.on, "wrong_day", place);
  }
  return [1, sha256("\x00", canonical(row.leaf))];
}

function walk(lines, wanted) {
  const stack = [];
  let size = 0, good = 0;
  lines.forEach((line, number) => {
    const place = `entries.jsonl line ${number + 1}, entry ${size}`;
    let [width, root] = node(line, size, place);
    size += width;
    while (stack.length && stack.at(-1)[0] === width) {
      root = sha256("\x01", stack.pop()[1], root);
      width *= 2;
    }
    stack.push([width, root]);
    if (!wanted.has(size)) return;
    const whole = stack.slice(0, -1).reduceRight((right, [, left]) => sha256("\x01", left, right), root);
    need(same(whole, wanted.get(size)), "wrong_root", `entries ${good} to ${size - 1}`);
    wanted.delete(size);
    good = size;
  });
  need(size === good && wanted.size === 0, "wrong_size", `after entry ${size - 1}`);
  return size;
}

function main(folder, kept) {
  const notes = text(join(folder, "checkpoints.txt"));
  need(notes.endsWith("\n"), "cut_file", "checkpoints.txt");
  const [first, ...rest] = notes.slice(0, -1).split("\n\n\n");
  const keys = [publicKey(first, "checkpoints.txt line 1")];
  const wanted = new Map();
  let longest = 0;
  rest.forEach((note, number) => {
    const { size, root, following } = checkpoint(`${note}\n`, `checkpoints.txt note ${number + 1}`, keys.slice(-1));
    need(size > longest, "wrong_order", `checkpoints.txt note ${number + 1}`);
    wanted.set(size, root);
    keys.push(...following);
    longest = size;
  });
  for (const path of kept) {
    const content = text(path);
    if (!content.includes("\n\n")) {
      const { written } = publicKey(content.trim(), basename(path));
      need(keys.some((key) => key.written === written), "another_key", basename(path));
      continue;
    }
    const { size, root } = checkpoint(content, basename(path), keys);
    need(size <= longest, "rolled_back", basename(path));
    need(!wanted.has(size) || same(wanted.get(size), root), "forked", basename(path));
    wanted.set(size, root);
  }
  const entries = text(join(folder, "entries.jsonl"));
  need(entries === "" || entries.endsWith("\n"), "cut_file", "entries.jsonl");
  return walk(entries.split("\n").slice(0, -1), wanted);
}

let all = 0;
for (const vector of process.argv[2] === "--all" ? process.argv.slice(3) : [process.argv.slice(2).join("\t")]) {
  const [folder, ...kept] = vector.split("\t");
  try {
    console.log(`OK: ${main(folder, kept)} entries`);
  } catch (error) {
    console.log(error.message.startsWith("REFUSED") ? error.message : `REFUSED unreadable: ${error.message}`);
    all = 1;
  }
}
process.exitCode = all;

# ruff: noqa: E401, I001, D103
# mypy: ignore-errors
"""Check an export of the evidence log with Python alone: python3 verify.py FOLDER (FORMAT.md)."""

import base64, hashlib, hmac, json, re, sys
from pathlib import Path

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, HALF = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
SIZE, HASH = re.compile("0|[1-9][0-9]{0,15}"), re.compile("[0-9a-f]{64}")
BASE64, SIGNATURE = re.compile("[A-Za-z0-9+/]+={0,2}"), re.compile(r"— ([^\s+]+) (\S+)")
WHOLE_NUMBERS = {"parse_float": int, "parse_constant": int, "parse_int": lambda n: int(n[:15])}
ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def need(holds, code, place):
    if not holds:
        raise SystemExit(f"REFUSED {code}: {place}")


def add(p, q):  # Ed25519, RFC 8032, 5.1.4: points are (X, Y, Z, T)
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def point(raw):  # RFC 8032, 5.1.3
    y = int.from_bytes(raw, "little") & 2**255 - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * HALF % P
    x = x if x & 1 == raw[31] >> 7 else P - x
    return x, y, 1, x * y % P


def is_signed(key, signature, text):  # RFC 8032, 5.1.7: [s]B - [k]A is R
    k = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % L
    s, (x, y, z, t), found = int.from_bytes(signature[32:], "little"), point(key), (0, 1, 1, 0)
    base, minus = point(bytes.fromhex("58" + 31 * "66")), (P - x, y, z, P - t)
    steps = found, base, minus, add(base, minus)
    for bit in range(254, -1, -1):
        found = add(add(found, found), steps[(s >> bit & 1) + 2 * (k >> bit & 1)])
    x, y = (found[i] * pow(found[2], -1, P) % P for i in (0, 1))
    encoded = (y | (x & 1) << 255).to_bytes(32, "little")
    return len(signature) == 64 and s < L and encoded == signature[:32]


def unbase64(text, place):
    raw = base64.b64decode(text + "==") if BASE64.fullmatch(text) else b""
    need(raw and base64.b64encode(raw).decode() == text, "malformed_note", place)
    return raw


def public_key(text, place):  # C2SP signed-note: name+key id+base64
    name, key_id, encoded = [*text.split("+", 2), "", ""][:3]
    raw = unbase64(encoded, place)
    expected = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    is_key = re.fullmatch(r"\S+", name) and len(raw) == 33 and raw[0] == 1
    need(is_key and key_id == expected.hex(), "wrong_key", place)
    return name, expected, raw[1:]


def checkpoint(note, place, keys):  # C2SP signed-note, tlog-checkpoint
    head, _, tail = note.rpartition("\n\n")
    (*rows, end), said = tail.split("\n"), head.split("\n")
    rows_fit = not end and 0 < len(rows) <= 100 and all(map(SIGNATURE.fullmatch, rows))
    said_fits = len(said) in (3, 4) and all(line.startswith("next-key ") for line in said[3:])
    shaped = rows_fit and said_fits and SIZE.fullmatch(said[1])
    need(shaped and min(note.replace("\n", " ")) >= " ", "malformed_note", place)
    need(said[0] == keys[0][0], "another_log", place)
    following = [public_key(line.removeprefix("next-key "), place) for line in said[3:]]
    signed = [(row.split(" ")[1], unbase64(row.split(" ")[2], place)) for row in rows]
    signatures = {(name, raw[:4]): raw[4:] for name, raw in reversed(signed)}
    known = [key for key in keys if key[:2] in signatures]
    need(known, "another_key", place)
    for key in [*known, *following]:
        signature = signatures.get(key[:2], b"")
        need(is_signed(key[2], signature, f"{head}\n".encode()), "wrong_signature", place)
    return int(said[1]), unbase64(said[2], place), following


def node(line, size, place):  # one line: an entry, an erased entry, or a folded subtree
    row = json.loads(line.decode("ascii"), **WHOLE_NUMBERS)
    need(ENCODE(row).encode() == line, "not_canonical", place)
    if set(row) == {"folded", "hash"}:
        width = row["folded"][1] - row["folded"][0]
        fits = row["folded"][0] == size and width.bit_count() == 1 and width > 0 == size % width
        need(fits and HASH.fullmatch(row["hash"]), "wrong_order", place)
        return width, bytes.fromhex(row["hash"])
    need(ENCODE(row["leaf"]["sequence"]) == str(size), "wrong_order", place)
    if set(row) != {"leaf"}:
        need(len(row) == 3 and HASH.fullmatch(row["salt"]), "malformed", place)
        body = ENCODE(row["body"]).encode()
        opened = hmac.digest(bytes.fromhex(row["salt"]), body, "sha256").hex()
        need(opened == row["leaf"]["commitment"], "entry_changed", place)
        need(row["body"]["at"][:10] == row["leaf"]["on"], "wrong_day", place)
    return 1, hashlib.sha256(b"\0" + ENCODE(row["leaf"]).encode()).digest()


def walk(path, wanted):  # RFC 6962, 2.1: from left to right, with the complete subtrees on a stack
    size, stack, good, shown, erased = 0, [], 0, 0, 0
    for number, line in enumerate(path.open("rb"), 1):
        place = f"{path.name} line {number}, entry {size}"
        need(line.endswith(b"\n"), "cut_file", place)
        try:
            width, root = node(line[:-1], size, place)
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            need(False, "malformed", place)
        shown, erased = shown + line.startswith(b'{"body'), erased + line.startswith(b'{"leaf')
        size += width
        while stack and stack[-1][0] == width:
            width, root = 2 * width, hashlib.sha256(b"\1" + stack.pop()[1] + root).digest()
        stack.append((width, root))
        if size in wanted:
            for _, left in reversed(stack[:-1]):
                root = hashlib.sha256(b"\1" + left + root).digest()
            need(root == wanted.pop(size), "wrong_root", f"entries {good} to {size - 1}")
            good = size
    need(size == good and [*wanted] == [0], "wrong_size", f"{path.name} after entry {size - 1}")
    return f"{shown} entries shown and {erased} erased, of {size}"


def main(folder, *kept):  # kept: files with a public key or a checkpoint that you had before
    text = (folder / "checkpoints.txt").read_bytes().decode()
    need(text.endswith("\n"), "cut_file", "checkpoints.txt")
    first, *notes = text[:-1].split("\n\n\n")
    keys, wanted = [public_key(first, "checkpoints.txt line 1")], {0: b""}
    for number, note in enumerate(notes, 1):
        place = f"checkpoints.txt note {number}"
        size, root, following = checkpoint(note + "\n", place, keys[-1:])
        need(size > max(wanted), "wrong_order", place)
        keys, wanted[size] = keys + following, root
    for path in kept:
        text = path.read_bytes().decode()
        if "\n\n" not in text:
            need(public_key(text.strip(), path.name) in keys, "another_key", path.name)
            continue
        size, root, _ = checkpoint(text, path.name, keys)
        need(size <= max(wanted), "rolled_back", path.name)
        need(wanted.setdefault(size, root) == root, "forked", path.name)
    print(f"OK: {walk(folder / 'entries.jsonl', wanted)}; signed by {first}")


if __name__ == "__main__":
    try:
        main(*map(Path, sys.argv[1:] or ["."]))
    except (OSError, UnicodeError) as error:
        need(False, "unreadable", error)

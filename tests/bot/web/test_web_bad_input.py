"""What is no message, or hardly one: each gets a clear sentence and harms nobody."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from running_socket import Served, served_text
from running_web import WebChat


@pytest.mark.parametrize("message", [None, 5, True, ["a"], {"a": {"b": []}}, 1.5])
async def test_what_is_no_text_is_refused_with_a_sentence(served: Served, message: Any) -> None:
    client = await served.connect()
    await client.request()
    assert await client.say(message) == {"accepted": False, "text": served_text("not_text")}
    assert (await client.answer())["text"] == served_text("not_text")


async def test_a_text_over_the_limit_is_refused_with_a_sentence(served: Served) -> None:
    client = await served.connect()
    await client.request()
    refused = await client.say("x" * 16_385, message_id="12345678")
    assert refused == {"accepted": False, "text": served_text("too_long")}
    assert (await client.say("x" * 16_384, message_id="12345679"))["accepted"]


async def test_a_form_of_a_megabyte_is_refused_with_a_sentence(chat: WebChat) -> None:
    visitor = chat.visitor()
    await visitor.begin()
    answer = await visitor.say("x" * 1_000_000)
    assert answer.status_code == 413
    assert "te lang" in visitor.page


ODD_TEXTS = {
    "empty": "",
    "white space": " \u2003\n",
    "10,000 characters": "ik kan niet betalen " * 500,
    "emoji": "😀🙏🏽👨‍👩‍👧",
    "right to left": "لا أستطيع الدفع ٥٠ يورو",
    "right-to-left override": "\u202ebetalen\u202c",
    "control characters": "be\x00ta\x1b[31mlen\x07",
    "lone surrogate": "be\ud800ta\udfffl",
    "slash intent": "/restart",
    "slash behind white space": "\u2003\xa0/affirm{}",
    "null byte": "\x00",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
async def test_odd_text_gets_an_answer_and_the_conversation_goes_on(
    served: Served, text: str
) -> None:
    client = await served.connect()
    await client.request()
    assert (await client.say(text))["accepted"]
    first = await client.answer()
    assert first["text"]
    assert (await client.say("gewone tekst"))["accepted"]
    said = await client.answers("U zei: gewone tekst")
    assert not any("U koos" in each for each in said)


@pytest.mark.parametrize(
    "packet",
    [
        b"42" + b"[" * 1000 + b"]" * 1000,
        b'42["user_uttered",' + b'{"a":' * 1000 + b"1" + b"}" * 1000 + b"]",
        b"42not json",
        b"4299999999999999999999",
        b'42["user_uttered"]',
        b'42["connect"]',
        b'42["unknown",1]',
        b"42",
        b"451-",
        b"\xff\xfe",
        b'42["user_uttered",{"message":"' + b"x" * 1_000_000 + b'"}]',
    ],
    ids=lambda packet: packet[:24].decode("latin-1"),
)
async def test_a_broken_packet_harms_nobody(served: Served, packet: bytes) -> None:
    well = await served.connect()
    await well.request()
    async with httpx.AsyncClient(base_url=served.address) as http:
        path = "/socket.io/?EIO=4&transport=polling"
        sid = (await http.get(path)).text.partition('"sid":"')[2].partition('"')[0]
        await http.post(f"{path}&sid={sid}", content=b"40")
        answer = await http.post(f"{path}&sid={sid}", content=packet)
        assert answer.status_code < 500
    assert (await well.say("ik merk er niets van"))["accepted"]

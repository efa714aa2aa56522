"""The list of sentences to learn from: review them, and take the kept ones along."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.response import Redirect

from staff_console import training
from staff_console.console import REFUSALS, Console
from staff_console.errors import NotThere
from staff_console.guard import colleague_of, opens
from staff_console.rendering import Page, page
from staff_console.talk_view import Answer, AnyRequest, reason_of
from web.forms import read_form


@get("/bijleren", opt=opens("training"))
async def show_training(request: AnyRequest, console: Console) -> Page:
    """Show the sentences that nobody reviewed yet."""
    return await _list(request, console)


@post("/bijleren/{candidate_id:str}", opt=opens("training_review"), status_code=303)
async def review(request: AnyRequest, console: Console, candidate_id: str) -> Answer:
    """Keep or drop one sentence."""
    fields = await read_form(request, console.origins, console.cookie_name)
    colleague = colleague_of(request)
    words, intent = fields.get("words", ""), fields.get("intent", "")
    is_kept = fields.get("what") == "keep"
    try:
        await console.do(
            lambda unit: training.review(
                unit, console.assistance, colleague, candidate_id, words, intent, is_kept
            )
        )
    except NotThere:
        raise
    except REFUSALS as refused:
        return await _list(request, console, reason_of(console, refused))
    return Redirect("/bijleren", status_code=303)


@get("/bijleren/bestand", opt=opens("training_file"))
async def download(request: AnyRequest, console: Console) -> Answer:
    """Return the kept sentences in the shape of a file in ``nlu/intents``."""
    found = await console.look(training.kept_examples)
    headers = {"content-disposition": 'attachment; filename="voorbeelden.yml"'}
    return Response(found, media_type="application/yaml", headers=headers)


async def _list(request: AnyRequest, console: Console, error: str = "") -> Page:
    rows = await console.look(lambda unit: training.sentences(unit, training.NEW))
    kept = await console.look(lambda unit: len(training.sentences(unit, training.KEPT)))
    values = {"rows": rows, "kept": kept, "intents": console.assistance.intents(), "error": error}
    status = 409 if error else 200
    return page(console, request, "training.html", status=status, **values)


ROUTES = (show_training, review, download)

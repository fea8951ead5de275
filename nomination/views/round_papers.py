"""What leaves a counted round: its minutes, the box, and the program that counts it again. On the rounds' blueprint."""

import json
from pathlib import Path

from flask import Response
from flask_login import current_user

from nomination.access import public, roles
from nomination.hypermedia import answer
from nomination.queries.box_export import export
from nomination.queries.minutes import minutes_of
from nomination.views.downloads import SANDBOX
from nomination.views.rounds import READERS, blueprint

RECOUNT = Path(__file__).resolve().parents[2] / "kiemphieu.py"


@blueprint.get("/rounds/<code>/minutes")
@roles(*READERS)
def minutes(code: str) -> Response:
    return answer("rounds/minutes.html", "rounds/_minutes.html", shown=minutes_of(current_user.actor, code))


@blueprint.get("/rounds/<code>/box")
@roles(*READERS)
def box(code: str) -> Response:
    """The box as it was closed, sealed as it was: anybody with enough codes can count it again elsewhere."""
    body = json.dumps(export(current_user.actor, code), ensure_ascii=False, sort_keys=True, indent=1)
    response = Response(body, mimetype="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{code}.json"'
    return response


@blueprint.get("/kiemphieu.py")
@public
def recount() -> Response:
    """The independent count, for anybody to read and to keep: it holds no secret."""
    answer = Response(RECOUNT.read_bytes(), mimetype="text/x-python")
    answer.headers["Content-Disposition"] = f"attachment; filename={RECOUNT.name}"
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer

"""Who has answered a campaign and who has not, block by block."""

from flask import Blueprint, Response, request
from flask_login import current_user

from nomination.access import roles
from nomination.hypermedia import answer
from nomination.queries.campaigns import launched, own_units
from nomination.queries.responses import MISSING, responses, whole
from workflow.vocabulary import Role

blueprint = Blueprint("responses", __name__)
READERS = (
    Role.UNIT_OFFICER, Role.UNIT_HEAD, Role.CLUSTER_LEADER, Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR,
)  # fmt: skip


@blueprint.get("/campaigns/<campaign>/responses")
@roles(*READERS)
def index(campaign: str) -> Response:
    found = launched(campaign)
    groups = responses(current_user.actor, found.row)
    cluster, missing = request.args.get("cluster", ""), request.args.get("missing", "")
    shown = [group for group in groups if cluster in ("", group.code)]
    return answer(
        "responses/index.html", "responses/_results.html", found=found, groups=groups, shown=shown, every=whole(groups),
        cluster=cluster, missing=missing if missing in MISSING else "", kinds=MISSING,
        share=_share, own={unit.code for unit in own_units(current_user.actor)},
    )  # fmt: skip


def _share(number: int, every: int) -> str:
    """“12/14 (85 %)”: cut, so that it says a hundred only when nobody is left."""
    return f"{number}/{every} ({number * 100 // every} %)"

"""Reading the places of single units and clusters, as a campaign names them."""

from collections.abc import Collection, Iterable

from workflow.fields import Fields
from workflow.quota import BODIES, CLUSTER, Quota, holder
from workflow.words import N_


def read_quotas(fields: Fields) -> tuple[Quota, ...]:
    """Places of one unit or one cluster by name; they go before the award's own number."""
    return fields.parts("quotas", _read_quota) if fields.has("quotas") else ()


def _read_quota(fields: Fields) -> Quota:
    body = fields.one_of("body", BODIES)
    code, award = fields.code("code"), fields.optional_text("award")
    if body == CLUSTER and award is None:
        fields.note("award", N_("expected an award: a cluster has places for each award by itself"))
    return Quota(holder(body, code), award, fields.whole("places", low=0, high=10_000))


def check_quotas(fields: Fields, quotas: Iterable[Quota], awards: Collection[str]) -> None:
    known, seen = set(awards), set()
    for n, quota in enumerate(quotas):
        if quota.award is not None and quota.award not in known:
            message = N_("expected one of the awards of this campaign: %(choices)s")
            fields.note(f"running.quotas[{n}].award", message, choices=", ".join(sorted(known)))
        if (quota.holder, quota.award) in seen:
            fields.note(
                f"running.quotas[{n}].code", N_("“%(value)s” has its places for this award twice"), value=quota.holder
            )
        seen.add((quota.holder, quota.award))

"""Every launched version of a campaign: when, by whom, why, word for word, as a file, and what it changed."""

from flask import Response, render_template, request

from nomination.access import roles
from nomination.campaign_yaml import file_of
from nomination.dossiers import campaign_of
from nomination.queries.campaign_versions import launched_version, launched_versions
from nomination.services.transaction import Missing
from nomination.views.campaign_changes import changes
from nomination.views.campaign_drafts import READERS, may_write
from nomination.views.campaigns import blueprint, page_of
from nomination.views.downloads import yaml_file

VERSION = "/campaigns/<campaign>/versions/<int(max=9999):number>"


@blueprint.get("/campaigns/<campaign>/versions")
@roles(*READERS)
def versions(campaign: str) -> str:
    listed = launched_versions(campaign)
    if not listed:
        raise Missing
    return render_template("campaigns/versions.html", code=campaign, listed=listed, may_write=may_write())


@blueprint.get(VERSION)
@roles(*READERS)
def version(campaign: str, number: int) -> str:
    """One version as everybody saw it, or sees it."""
    found = launched_version(campaign, number)
    return render_template("campaigns/version.html", code=campaign, found=found, **page_of(campaign_of(found.row)))


@blueprint.get(f"{VERSION}/file")
@roles(*READERS)
def version_as_file(campaign: str, number: int) -> Response:
    found = launched_version(campaign, number)
    return yaml_file(file_of(found.row.content, found.row.source), f"{campaign}-{number}.yaml")


@blueprint.get("/campaigns/<campaign>/versions/changes")
@roles(*READERS)
def version_changes(campaign: str) -> str:
    """What lies between two launched versions; without a choice, between the last two."""
    listed = launched_versions(campaign)
    numbers = [one.row.number for one in listed]
    if not numbers:
        raise Missing
    before, after = request.args.get("from", type=int), request.args.get("to", type=int)
    new = launched_version(campaign, after if after in numbers else numbers[0])
    old = launched_version(campaign, before if before in numbers else numbers[min(1, len(numbers) - 1)])
    return render_template(
        "campaigns/version_changes.html", code=campaign, numbers=sorted(numbers), before=old, after=new,
        changes=changes(old.row.content, new.row.content),
    )  # fmt: skip

"""What one version changes against another: fields, whole entries, and their order."""

from copy import deepcopy

from tests.world import campaign_content
from workflow.campaign_difference import Change, ChangeKind, differences


def test_nothing_differs_from_itself() -> None:
    content = campaign_content()
    assert differences(content, deepcopy(content)) == []


def test_fields_entries_and_their_order() -> None:
    before = campaign_content()
    after = deepcopy(before)
    after["theme"] = "Khác"
    after["dispatch"]["number"] = "12"
    after["occasions"] = after["occasions"][1:]
    after["criteria"][2]["parameters"]["threshold"] = 95
    del after["criteria"][0]["guidance"]
    removed = after["criteria"].pop(6)
    after["criteria"].append({"code": "c8", "number": 7, "title": "Mới"})
    after["running"]["quotas"] = [{"body": "unit", "code": "a", "award": None, "places": 2}]
    assert differences(before, after) == [
        Change("theme", ChangeKind.CHANGED, before["theme"], "Khác"),
        Change("dispatch.number", ChangeKind.ADDED, None, "12"),
        Change("occasions", ChangeKind.CHANGED, before["occasions"], after["occasions"]),
        Change("criteria[0].guidance", ChangeKind.REMOVED, before["criteria"][0]["guidance"], None),
        Change("criteria[2].parameters.threshold", ChangeKind.CHANGED, 90, 95),
        Change("criteria[6]", ChangeKind.ADDED, None, after["criteria"][6]),
        Change("criteria[6]", ChangeKind.REMOVED, removed, None),
        Change("running.quotas", ChangeKind.ADDED, None, after["running"]["quotas"]),
    ]


def test_another_order_is_one_change_and_the_numbers_follow() -> None:
    before = {"criteria": [{"code": "a", "number": 1, "title": "A"}, {"code": "b", "number": 2, "title": "B"}]}
    after = {"criteria": [{"code": "b", "number": 1, "title": "B"}, {"code": "a", "number": 2, "title": "A"}]}
    assert differences(before, after) == [Change("criteria", ChangeKind.MOVED, ["A", "B"], ["B", "A"])]


def test_entries_without_a_name_are_compared_as_a_whole() -> None:
    before, after = {"criteria": [{"code": "a"}, {"code": "a"}]}, {"criteria": [{}]}
    assert differences(before, after) == [Change("criteria", ChangeKind.CHANGED, before["criteria"], after["criteria"])]

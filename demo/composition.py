"""The council by its papers: composed with the campaign, and once more when one of its members became a vice-chair."""

from collections.abc import Mapping

from demo.files import Files
from demo.people import COUNCIL, HEAD, SECRETARY, councillor
from demo.scene import Scene
from nomination.services.council import Composition, confirm_composition, enter_composition
from workflow.council import Post, Seat

NUMBERS = ("01/QĐ-HĐ-MINHHOA", "02/QĐ-HĐ-MINHHOA")
SIGNER = "Bộ trưởng (nhân vật hư cấu)"
POSTS = {1: Post.CHAIRMAN, 2: Post.FIRST_VICE_CHAIRMAN, 3: Post.STANDING_VICE_CHAIRMAN}
LATER = POSTS | {4: Post.VICE_CHAIRMAN}


def plan_composition(scene: Scene, files: Files, first: int, second: int) -> None:
    for day, number, posts in ((first, NUMBERS[0], POSTS), (second, NUMBERS[1], LATER)):
        scene.agenda.on(day, _compose, scene, files, day, number, posts)


def _compose(scene: Scene, files: Files, day: int, number: str, posts: Mapping[int, Post]) -> None:
    """Entered by the secretary with the scanned paper, confirmed by the head of the department, of the same day."""
    seats = [Seat(scene.people[councillor(n)].id, posts.get(n, Post.MEMBER)) for n in range(1, COUNCIL + 1)]
    dated = scene.agenda.day(day)
    said = Composition(
        number, dated, dated, SIGNER, (*seats, Seat(scene.people[SECRETARY].id, Post.SECRETARY)),
        files.under("hoi-dong", "Quyết định về thành phần Hội đồng"),
    )  # fmt: skip
    row = enter_composition(scene.actor(SECRETARY), said)
    confirm_composition(scene.actor(HEAD), row.id)
    scene.forget_roles()

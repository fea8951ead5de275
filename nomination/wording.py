"""What a message says: a name, what happened, and a link that needs a sign-in. Fixed here; nobody types a mail."""

from dataclasses import dataclass

from workflow.words import N_


@dataclass(frozen=True)
class Wording:
    """`subject` and `body` are translated for each reader. `path`: the page to open, with codes to fill in."""

    subject: str
    body: str
    path: str


WORDINGS = {
    "teller_named": Wording(
        N_("You are named a teller"),
        N_("You are named a teller of a round of voting. Take your code and type it back before the box can open."),
        "/rounds/{round}",
    ),
    "round_opened": Wording(
        N_("A ballot waits for you"),
        N_("A round of voting has opened, and a ballot waits for you. The time is shown on its page."),
        "/rounds/{round}",
    ),
    "round_opened_apart": Wording(
        N_("A round of voting has opened"),
        N_("A round of voting on paper or in writing has opened. How and when you take part is shown on its page."),
        "/rounds/{round}",
    ),
    "round_reminder": Wording(
        N_("Your ballot still waits"),
        N_("The box of a round of voting is still open, and your ballot is not in it. Nobody is shown this list."),
        "/rounds/{round}",
    ),
    "received": Wording(
        N_("A nomination of your unit was received"),
        N_("The department has received a nomination of your unit and begins to vet it."),
        "/nominations/{nomination}",
    ),
    "result_published": Wording(
        N_("A decision about nominations of your unit was published"),
        N_("A decision that concerns nominations of your unit was published. The result stands beside each of them."),
        "/nominations",
    ),
    "supplement_asked": Wording(
        N_("A nomination of your unit is to be completed"),
        N_(
            "The department returns a nomination of your unit. What is to be completed, and until when, is on its page."
        ),
        "/nominations/{nomination}",
    ),
}
"""By the name of the template. A link without its page would be worse than no mail: tests follow every one of them."""

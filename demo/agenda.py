"""When the acts of the demonstration happened: on working days before today, one after another, in order of time."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from nomination import clock
from nomination.clock import VIETNAM

BEGINS, ENDS = time(8), time(17)
ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass
class Agenda:
    """Days count back from today: -1 is the last working day before it. An act may put further acts on later days."""

    today: date
    _acts: dict[int, list[Callable[[], object]]] = field(default_factory=lambda: defaultdict(list))

    def on(self, day: int, act: Callable[..., object], *arguments: object) -> None:
        if day >= 0:
            raise ValueError("what the demonstration tells lies before today")
        self._acts[day].append(partial(act, *arguments))

    def carry_out(self) -> None:
        """Every act, each at its own moment, as if it were then."""
        while self._acts:
            day = min(self._acts)
            acts = self._acts.pop(day)
            for n, act in enumerate(acts):
                with clock.at(self.moment(day, n / len(acts))):
                    act()

    def moment(self, day: int, share: float = 0.0) -> datetime:
        """A moment within office hours: `share` 0 is their beginning, 1 their end."""
        begins = datetime.combine(self.day(day), BEGINS, VIETNAM)
        open_for = datetime.combine(self.day(day), ENDS, VIETNAM) - begins
        whole_seconds = timedelta(seconds=int(open_for.total_seconds() * share))
        return (begins + whole_seconds).astimezone(UTC)

    def day(self, back: int) -> date:
        """The working day so many before today."""
        day = self.today
        while back:
            day -= ONE_DAY
            back += day.weekday() < SATURDAY
        return day

    def ahead(self, days: int, hour: int = 17) -> datetime:
        """A moment so many calendar days from today, for what is still to come."""
        return datetime.combine(self.today + ONE_DAY * days, time(hour), VIETNAM).astimezone(UTC)

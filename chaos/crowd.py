"""Everybody who uses the installation: buyers with and without sockets, onlookers, the organiser."""

import random
from dataclasses import dataclass
from itertools import cycle

from .buyer import Buyer, Place
from .cluster import SHOW, Cluster
from .history import History
from .organiser import Organiser
from .prober import Prober
from .viewer import Viewer

# Some have no socket at all: their locks nobody may take from them for being away.
TRANSPORTS = (None, "websocket", None, "polling")


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many of each there are."""

    buyers: int = 24
    viewers: int = 6


class Crowd:
    """Starts and ends them all."""

    def __init__(self, cluster: Cluster, history: History, numbers: Numbers, seed: int) -> None:
        self._history = history
        chance = random.Random(seed)
        self.viewers = [
            Viewer(f"viewer {number}", cluster.door(f"viewer {number}"), SHOW, transport).start()
            for number, transport in zip(
                range(numbers.viewers), cycle(("websocket", "polling")), strict=False
            )
        ]
        self.buyers = [
            self._buyer(cluster, f"buyer {number}", seed).arrive(transport)
            for number, transport in zip(range(numbers.buyers), cycle(TRANSPORTS), strict=False)
        ]
        url = cluster.door("organiser")
        self.organiser = Organiser(url, SHOW, cluster.seats, history, str(chance.random()))
        self.prober = Prober(cluster.door("prober"), SHOW, history)

    def _buyer(self, cluster: Cluster, name: str, seed: int) -> Buyer:
        place = Place(cluster.door(name), SHOW, cluster.seats, cluster.size.lock_seconds)
        return Buyer(name, place, self._history, f"{seed} {name}")

    @property
    def _active(self) -> list[Buyer | Organiser | Prober]:
        return [*self.buyers, self.organiser, self.prober]

    def start(self) -> None:
        """Let them all begin."""
        for each in self._active:
            each.start()

    def stop(self) -> None:
        """Let buyers and organiser end, and ask for what was left open."""
        for each in self._active:
            each.stop()
        for each in self._active:
            each.join()
        for buyer in self.buyers:
            buyer.settle()

    def leave(self) -> None:
        """Let everybody hang up."""
        for each in self._active:
            each.end()
        for viewer in self.viewers:
            viewer.end()

    @property
    def failures(self) -> list[str]:
        """What kept somebody from going on, which is the test's own fault."""
        return [each.failure for each in self._active if each.failure]

    @property
    def names(self) -> dict[str, str]:
        """The names of the buyers by their user ids."""
        return {buyer.who: buyer.name for buyer in self.buyers}

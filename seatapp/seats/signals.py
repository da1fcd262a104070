"""Signals of requests about seats that the change stream does not carry."""

from blinker import Signal

# Each is sent with `show` and `holder`; the latter two with `seats`, a refusal with `message` too.
hall_viewed = Signal("A caller read who has which seat of a show")
seats_selected = Signal("A caller's selection was granted")
selection_refused = Signal("A caller's selection was refused because of others")

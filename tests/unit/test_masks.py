"""What clients mask of their frames."""

import pytest

from seatapp.serving.websocket import unmask

MASK = (0x37, 0xFA, 0x00, 0x3D)
SAID = bytes(range(11))


@pytest.mark.parametrize("cut", range(len(SAID) + 1))
def test_a_frame_is_read_as_it_was_before_it_was_masked_in_however_many_pieces_it_comes(cut: int) -> None:
    sent = bytes(byte ^ MASK[place % 4] for place, byte in enumerate(SAID))
    assert unmask(sent[:cut], MASK) + unmask(sent[cut:], MASK, len(sent) - cut, cut) == SAID

"""An answer goes out in one piece, whatever writes it in how many (issue 2, Fast)."""

import asyncio

from jig.adapters.listener import Together


class Wire:
    """A transport that notes what it is given."""

    def __init__(self) -> None:
        self.sent, self.closed, self.held = [], False, 0

    def write(self, data):
        assert not self.closed
        self.sent.append(data)

    def close(self):
        self.closed = True

    def get_write_buffer_size(self):
        return self.held

    def is_closing(self):
        return self.closed


def run(steps):
    wire = Wire()

    async def answer():
        await steps(Together(wire, asyncio.get_running_loop()))

    asyncio.run(answer())
    return wire


def test_what_is_written_in_one_step_is_sent_in_one_piece():
    async def steps(wire):
        wire.write(b"head ")
        wire.write(b"body")
        assert wire.get_write_buffer_size() == 9
        await asyncio.sleep(0)
        wire.write(b"next")
        await asyncio.sleep(0)

    assert run(steps).sent == [b"head body", b"next"]


def test_what_waits_is_sent_before_the_connection_is_closed():
    async def steps(wire):
        wire.write(b"last word")
        wire.close()
        await asyncio.sleep(0)

    wire = run(steps)
    assert (wire.sent, wire.closed) == ([b"last word"], True)

"""The rooms of sockets that come and go."""

from socketio import Server

from seatapp.realtime.members import Members


def test_a_socket_that_goes_is_in_no_room_and_leaves_no_trace() -> None:
    members = Members()
    Server(client_manager=members, async_mode="threading")
    ann, bob = (members.connect(sid, "/") for sid in ("ann", "bob"))
    for sid in (ann, bob):
        members.enter_room(sid, "/", "show:hall")
    members.enter_room(ann, "/", "user:ann")
    members.leave_room(bob, "/", "show:hall")
    members.pre_disconnect(ann, "/")
    members.disconnect(ann, "/")
    assert (set(members.rooms["/"]), members.get_rooms(bob, "/")) == ({None, bob}, [bob])
    members.disconnect(bob, "/")
    assert (members.rooms, members._rooms_of, members.is_connected(ann, "/")) == ({}, {}, False)

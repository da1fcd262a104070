"""A show's rules: what each refuses and allows, and what is offered instead."""

from typing import ClassVar

import pytest

from .asks import best, block, broken, buy, check_out, choose, give_back, hold, mine, open_hall


def test_a_show_without_rules_lets_anybody_leave_gaps() -> None:
    open_hall()
    hold("ann", "A2", "A4")
    assert buy("ann").status_code == 201


class TestNoSingleGaps:
    def test_a_seat_left_alone_is_refused_and_a_neighbour_is_offered(self) -> None:
        open_hall(rules={"noSingleGaps": True})
        assert broken(choose("ann", "A2")) == ("noSingleGaps", ["A1"], ["A1"])
        assert mine("ann") == []

    def test_what_is_offered_is_granted(self) -> None:
        open_hall(rows={"A": 5}, rules={"noSingleGaps": True})
        _, gaps, alternative = broken(choose("ann", "A2", "A3", "A4"))
        assert gaps == ["A1", "A5"]
        assert alternative in (["A1", "A2", "A3"], ["A3", "A4", "A5"])
        hold("ann", *alternative)

    def test_what_one_has_already_counts(self) -> None:
        open_hall(rules={"noSingleGaps": True})
        hold("ann", "A1")
        assert broken(choose("ann", "A3"))[:2] == ("noSingleGaps", ["A2"])
        hold("ann", "A2")
        hold("ann", "A3")

    def test_a_gap_that_was_there_before_is_nobodys_fault(self) -> None:
        open_hall(rows={"A": 3, "B": 10}, rules={"noSingleGaps": True})
        hold("ann", "A1", "A2")
        hold("bob", "B1", "B2")
        hold("cid", "A3")

    @pytest.mark.parametrize("seats", [["A1", "A2"], ["A2", "A3"]])
    def test_where_no_choice_of_that_size_helps_one_is_allowed(self, seats: list[str]) -> None:
        open_hall(rows={"A": 3}, rules={"noSingleGaps": True})
        hold("ann", *seats)

    def test_a_gap_between_ones_own_seats_can_always_be_helped(self) -> None:
        open_hall(rows={"A": 3}, rules={"noSingleGaps": True})
        assert broken(choose("ann", "A1", "A3"))[:2] == ("noSingleGaps", ["A2"])

    def test_the_last_seats_of_a_price_may_be_had(self) -> None:
        seats = [
            {
                "seat_guid": f"A{number}",
                "position": {"x": 30 * number, "y": 0},
                "category": "Gold" if number < 4 else "Red",
            }
            for number in range(1, 11)
        ]
        plan = {"categories": [{"name": "Gold"}, {"name": "Red"}], "zones": [{"rows": [{"seats": seats}]}]}
        open_hall(plan=plan, rows=None, rules={"noSingleGaps": True})
        hold("bob", "A4", "A5")
        hold("ann", "A2", "A3")

    def test_seats_are_given_back_as_one_likes_and_the_gap_is_refused_at_the_booking(self) -> None:
        open_hall(rows={"A": 8}, rules={"noSingleGaps": True})
        hold("ann", "A1", "A2", "A3")
        assert give_back("ann", "A1").json["seats"] == ["A1"]
        assert broken(check_out("ann"))[:2] == ("noSingleGaps", ["A1"])
        assert broken(buy("ann"))[:2] == ("noSingleGaps", ["A1"])
        hold("ann", "A2", "A3")
        hold("ann", "A1")
        assert buy("ann").status_code == 201

    def test_a_part_of_what_one_holds_cannot_be_booked_around_the_rest(self) -> None:
        open_hall(rules={"noSingleGaps": True})
        hold("ann", "A1", "A2", "A3")
        assert broken(buy("ann", "A1", "A3"))[:2] == ("noSingleGaps", ["A2"])
        assert buy("ann", "A1", "A2").status_code == 201

    def test_a_gap_that_others_leave_beside_a_choice_does_not_end_its_checkout_or_booking(self) -> None:
        open_hall(rows={"A": 10}, rules={"noSingleGaps": True})
        hold("ann", "A5", "A6")
        block("A3", "A8")
        assert check_out("ann").status_code == 200
        assert buy("ann").status_code == 201

    def test_who_comes_later_may_not_leave_a_gap_beside_what_others_have(self) -> None:
        open_hall(rows={"A": 10}, rules={"noSingleGaps": True})
        block("A3")
        assert broken(choose("ann", "A5", "A6"))[1] == ["A4"]
        hold("ann", "A4", "A5", "A6")
        give_back("ann", "A4")
        assert broken(check_out("ann"))[1] == broken(buy("ann"))[1] == ["A4"]

    def test_seats_across_an_aisle_are_no_neighbours(self) -> None:
        places = [0, 30, 60, 150, 180, 210]
        seats = [
            {"seat_guid": f"A{index}", "position": {"x": x, "y": 0}, "category": "Red"}
            for index, x in enumerate(places, 1)
        ]
        plan = {"categories": [{"name": "Red"}], "zones": [{"rows": [{"seats": seats}]}]}
        open_hall(plan=plan, rows=None, rules={"noSingleGaps": True})
        assert broken(choose("ann", "A2"))[1] == ["A1", "A3"]


class TestNumbers:
    def test_fewer_than_the_least_are_refused_with_a_larger_choice(self) -> None:
        open_hall(rules={"minSeats": 2})
        rule, seats, alternative = broken(choose("ann", "A5"))
        assert (rule, seats) == ("minSeats", ["A5"])
        assert alternative is not None
        assert len(alternative) == 2
        hold("ann", *alternative)
        hold("ann", "A9")

    def test_what_is_left_below_the_least_is_refused_at_checkout_and_booking_only(self) -> None:
        open_hall(rules={"minSeats": 2})
        hold("ann", "A1", "A2")
        assert give_back("ann", "A2").json["released"] is True
        assert choose("ann", "A1").status_code == 200
        assert broken(check_out("ann"))[0] == broken(buy("ann"))[0] == "minSeats"

    def test_what_is_booked_already_counts(self) -> None:
        open_hall(rules={"minSeats": 2, "maxSeats": 3})
        hold("ann", "A1", "A2")
        assert buy("ann").status_code == 201
        hold("ann", "A3")
        assert broken(choose("ann", "A4"))[0] == "maxSeats"

    def test_the_last_seats_may_be_fewer_than_the_least(self) -> None:
        open_hall(rows={"A": 3}, rules={"minSeats": 2})
        hold("ann", "A1", "A2")
        hold("bob", "A3")
        assert check_out("bob").status_code == 200

    def test_more_than_the_most_are_refused_with_as_many_as_may_be(self) -> None:
        open_hall(rules={"maxSeats": 2})
        rule, _, alternative = broken(choose("ann", "A1", "A2", "A3"))
        assert rule == "maxSeats"
        assert alternative is not None
        assert len(alternative) == 2
        assert best("ann", 3).json["rule"] == "maxSeats"

    def test_seats_are_sold_in_fours(self) -> None:
        open_hall(rules={"quantum": 4})
        rule, _, alternative = broken(choose("ann", "A1", "A2", "A3"))
        assert rule == "quantum"
        assert alternative is not None
        assert len(alternative) == 4
        answer = best("ann", 3)
        assert (answer.json["code"], answer.json["rule"]) == ("none_available", "quantum")
        assert best("ann", 4).status_code == 200


class TestConsecutive:
    def test_seats_apart_are_refused_and_seats_side_by_side_offered(self) -> None:
        open_hall(rows={"A": 10, "B": 10}, rules={"consecutive": True})
        assert broken(choose("ann", "A1", "A3")) == ("consecutive", ["A1", "A3"], ["A1", "A2"])
        assert broken(choose("ann", "A1", "B1"))[0] == "consecutive"
        hold("ann", "A4", "A5")
        assert broken(choose("ann", "A1")) == ("consecutive", ["A1", "A4", "A5"], ["A3"])
        hold("ann", "A6")

    def test_the_best_are_beside_what_one_has(self) -> None:
        open_hall(rows={"A": 10, "B": 10}, rules={"consecutive": True})
        hold("ann", "B1", "B2")
        assert best("ann", 2).json["seats"] == ["B3", "B4"]
        hold("bob", "B5")
        answer = best("ann", 1)
        assert (answer.status_code, answer.json["code"]) == (409, "none_available")


class TestPlacesForWheelchairs:
    PLACES: ClassVar = {"wheelchair": ["A1", "A6"], "companion": ["A2", "A3", "A7"]}

    def test_a_companion_place_goes_with_a_wheelchair_place(self) -> None:
        open_hall(**self.PLACES, rules={"companionNeedsWheelchair": True})
        assert broken(choose("ann", "A2")) == ("companionNeedsWheelchair", ["A2"], ["A1", "A2"])
        hold("ann", "A1", "A2")
        assert broken(choose("ann", "A3"))[:2] == ("companionNeedsWheelchair", ["A3"])

    def test_it_has_to_be_the_wheelchair_place_beside_it(self) -> None:
        open_hall(**self.PLACES, rules={"companionNeedsWheelchair": True})
        hold("ann", "A1")
        assert broken(choose("ann", "A7")) == ("companionNeedsWheelchair", ["A7"], ["A6", "A7"])

    def test_who_gives_the_wheelchair_place_back_cannot_book_the_companions(self) -> None:
        open_hall(**self.PLACES, rules={"companionNeedsWheelchair": True})
        hold("ann", "A1", "A2")
        give_back("ann", "A1")
        assert broken(check_out("ann"))[0] == broken(buy("ann"))[0] == "companionNeedsWheelchair"

    def test_wheelchair_places_are_for_who_asks_for_one(self) -> None:
        open_hall(**self.PLACES, rules={"wheelchairOnRequest": True})
        rule, seats, alternative = broken(choose("ann", "A1"))
        assert (rule, seats) == ("wheelchairOnRequest", ["A1"])
        assert alternative == ["A4"]
        hold("ann", "A1", accessible=True)
        hold("ann", "A1")
        assert check_out("ann").status_code == 200
        assert buy("ann").status_code == 201

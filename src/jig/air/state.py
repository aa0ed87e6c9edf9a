"""What the picture shows of the air record: orders of battle, notices, observations, allegations, questions."""

from __future__ import annotations

from jig.air.determination import observation_names, observation_standing
from jig.air.determination_alleged import violation_names, violation_standing
from jig.air.determination_frozen import question_names, question_standing
from jig.air.notice_standing import notice_names, notice_standing
from jig.air.order_book import order_names, order_standing
from jig.record.rooms import Subject

SUBJECTS = (
    Subject("order", order_names, order_standing),
    Subject("flight-notice", notice_names, notice_standing),
    Subject("observation", observation_names, observation_standing),
    Subject("violation", violation_names, violation_standing),
    Subject("who-flew", question_names, question_standing),
)

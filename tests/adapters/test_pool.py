"""Examining with several processes gives what examining alone gives, fault for fault."""

import pytest

from jig.adapters.pool import examine_in_processes
from jig.record.admit import examine_serially
from jig.record.entry import NOTHING_SEEN, Entry, seal_entry
from jig.record.errors import Malformed
from jig.record.suites import Ed25519Signer

SIGNER = Ed25519Signer(b"\x07" * 32)
KEYS = {SIGNER.public.fingerprint: SIGNER.public}
SIZE = 2_600


def entry(seq):
    draft = Entry("exercise/AAA/0", seq, b"\0" * 32, NOTHING_SEEN, 5, "", "WATCH", "note", b"\1" * 32, b"")
    return seal_entry(draft, {"lang": "en", "text": f"entry {seq}"}, SIGNER)


@pytest.fixture(scope="module")
def entries():
    return [entry(seq) for seq in range(SIZE)]


@pytest.fixture(scope="module")
def pooled():
    examiner = examine_in_processes(2)
    yield examiner
    examiner.close()


def test_many_entries_come_back_in_order_and_equal(entries, pooled):
    """record.md: the same verification on one core and on two."""
    # A key that was used before carries an opened form of itself, which cannot travel.
    assert SIGNER.public.verify(SIGNER.sign(b"x"), b"x")

    found = pooled(entries, KEYS)

    assert found == examine_serially(entries, KEYS)
    assert [examined.entry.seq for examined in found] == list(range(SIZE))


@pytest.mark.parametrize("places", [(0,), (10, 2_500), (2_599,), (1_400, 1_300)])
def test_the_first_fault_in_order_is_raised_whoever_finds_it(entries, pooled, places):
    damaged = list(entries)
    for place in places:
        damaged[place] = damaged[place]._replace(body=b'{"forged":%d}' % place)

    with pytest.raises(Malformed) as fault:
        pooled(damaged, KEYS)

    assert (fault.value.code, fault.value.params) == ("BODY-HASH", {"seq": min(places)})


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_few_entries_or_one_job_start_no_process(entries, jobs):
    examiner = examine_in_processes(jobs)

    found = examiner(entries[:1_999] if jobs > 1 else entries, KEYS)

    assert len(found) == (1_999 if jobs > 1 else SIZE)
    assert examiner._pool is None


def test_a_killed_worker_costs_time_and_nothing_else(entries):
    examiner = examine_in_processes(2)
    examiner(entries, KEYS)
    for process in list(examiner._pool._processes.values()):
        process.kill()

    found = examiner(entries, KEYS)

    assert found == examine_serially(entries, KEYS)
    examiner.close()

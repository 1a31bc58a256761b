"""Several people at the same moment: only where the database has real transactions side by side."""

import threading

from django.db import connection

from core.errors import Refused


def together(*acts):
    """Run the acts at once; the list of what they returned or were refused with."""
    barrier, outcomes = threading.Barrier(len(acts)), []

    def run(act):
        try:
            barrier.wait()
            outcomes.append(act())
        except Refused as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == len(acts)
    return outcomes

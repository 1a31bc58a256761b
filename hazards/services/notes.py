"""Log lines of what changes without a change of state: limits, offices, people in charge."""

from core import clock


def write_line(hazard, action, label, *, by, note="", fields=()):
    """Save `fields` of a locked row as a new version and say in its log who did what and why."""
    hazard.version += 1
    hazard.save(update_fields=[*fields, "version", "updated_at"])
    hazard.log.create(
        actor=by,
        actor_title=by.title,
        action=action,
        action_label=label,
        from_state=hazard.state,
        to_state=hazard.state,
        note=note,
        at=clock.now(),
    )

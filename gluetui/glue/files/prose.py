"""Words that alerts are made of, which name a job only where a label or a quote says so."""

from __future__ import annotations

_USUAL = """
a about account after again alarm alert also an and any are as at attempt aws be because been before but by called
can check completed completion detail details did do does done duration ended environment error errors etl event
exception executed execution exitcode exited fail failed failing fails failure finished for from glue had has have i
id if in info information into is it its job jobs just last link log logs message minutes monitor name named new no
not notification now of ok on one or our out over owner please production re reached ready region resource result
retry run running runs runtime seconds see severity since so started starting state status stopped stopping stream
succeeded success successful successfully take the them then there this time timed timeout to today trigger
triggered triggers type up url user waiting warning was we were when which while why will with workflow yesterday
you
"""
_TELLING = """
are because completed did ended exited fail failed fails finished has have is please ran started stopped succeeded
timed was were
"""

PROSE = frozenset(_USUAL.split())
"""All of them, in lower case."""

TELLING = frozenset(_TELLING.split())
"""Those that go on behind a name with what its job did."""

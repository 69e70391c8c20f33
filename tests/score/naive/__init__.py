"""A second evaluation of whole forms, written from the text of the rules alone and compared with the program's own.

It takes the form as the plain dict that TOML gives, shares nothing with the program but the evaluation of expressions, and is
naive on purpose: one unit at a time, dictionaries, recursion. Entry: :func:`tests.score.naive.rows.evaluate`, or with texts
:func:`tests.score.naive.reading.naive_rows`.

Where the text leaves a choice, it is read like this (the numbers are those of the rules):

1.  A row for a leaf that the unit does not answer (a leaf of another kind of sub-unit, or a leaf below a roll-up for the unit
    itself) is an error. So is any row but a blank one for a derived leaf, and a state that the item does not offer.
2.  A condition that reads something missing does not rule out. Conditions at a roll-up and below it are asked of the
    sub-units, those above it of the unit. A kept answer of what does not apply is not shown. A derived value is unable where
    a roster number is missing or it divides by 0. Directly entered values of a rolled-up leaf come before the roll-up.
3.  Nothing but not_found among the sub-units is not_found; nothing but blanks stays blank; blank and unable without an answer is
    blank under ``zero`` and else unable. Blanks under ``zero`` count as 0. ``of = "score"`` follows the same rule; a rolled-up
    group takes its sub-units' outcomes: one pending is pending, missing ones leave, none left is insufficient.
    A group of vetoes may be rolled up with ``any``: each leaf below it is.
4.  What has weight 0 for a unit is in no cohort. A sub-unit is compared with the sub-units of its kind, inside its own value
    of ``within``. ``linear`` is not turned by ``direction``; a rank's score is the rank.
5.  What does not apply and counts as 0 or 100 is a scored child in every count and sum, and takes part in ``equal`` shares.
6.  A group without a weight weighs in points what its children weigh in the profile. Weights of bonus leaves are those written;
    penalties, vetoes and notes have none. A group all of whose children weigh 0 does not exist; nor does anything below weight 0,
    vetoes included. Such a leaf keeps a row with its answer and weight 0, such a group has none.
7.  Whether a unit's base applies at all (passed) is a matter of states alone; so it is with roll-ups. Penalties and bonuses
    of such a unit are not waited for.
8.  A rolled-up group that does not apply under ``rescale`` is one leaf. Below an item that counts as 0 or 100, or that a veto
    made 0, nothing is lost: it weighs what it weighs.
    A negative score is an error in a harmonic mean as well, and a 0 is a 0 to nine decimals. Leaves below a vetoed group weigh 0.
9.  A group that a veto made 0 stays 0 and is not compared, nor is one that does not apply. A rolled-up group is normalised over
    the units, after the roll-up; [policy] normalises the root's score, before penalties, bonus, floor and cap.
10. Penalties have points and no score, groups of bonuses too. What earns nothing shows no points, except not_found: 0.
12. A gate that reads a missing number is shut. Without a base there is no gate.
13. Of several effects fail comes first, then zero, fixed, cap. A capped unit without a total stays pending, but is vetoed where
    it would be insufficient. An answered veto leaf may be not_found. Without a key of its own or its groups' a veto leaf in the
    base has the policy's effect.
15. Item ranks use ``rank_decimals`` too. Vetoed and failed units take the first fail grade whatever stands before it; without one
    they are graded by their points. ``sd`` of one unit, or of equal ones, is 0. ``list`` and ``tie_order`` change no rank.
16. Means have points, score and rank, no weight; an empty cell of the column is no group.
17. Sub-units have no weights. The total weighs the full score where it has points. A note or text group has no row, a group of
    vetoes has its status. An index has its mean under score, or its value under points, a rank (not for units that a veto
    failed), and is ``scored`` or ``insufficient``.
"""

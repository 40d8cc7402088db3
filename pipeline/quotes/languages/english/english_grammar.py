"""Closed word classes of English, all in lower case."""

from __future__ import annotations

from pipeline.text.calendar_names import lower_case, month_names, weekday_names
from pipeline.text.word_sets import words

PREPOSITIONS = words(
    """of in on at for from with by to about after before over under between during against into
    through near among around behind outside inside off per since until till without within via
    as like amid despite across along upon toward towards beyond above below beside besides
    except regarding concerning following throughout unlike than"""
)
"""Those that are frequent in news; what stands behind one is not a subject."""
AUXILIARIES = words(
    """is are was were be been being am has have had having do does did will would can could may
    might must shall should cannot can't won't wouldn't couldn't shouldn't didn't doesn't don't
    isn't aren't wasn't weren't hasn't haven't hadn't 's 're 've 'll 'd"""
)
"""Frequent verbs that are hardly ever anything else."""
SUBJECT_PRONOUNS = words("he she they it we i you who")
"""Pronouns that may stand for who speaks."""
FIRST_PERSON = words(
    """i we i'm i've i'd i'll we're we've we'd we'll me my us our mine ours myself ourselves"""
)
"""Words of who speaks of themselves."""
MONTHS = lower_case(month_names("en"))
"""In full."""
MONTH_ABBREVIATIONS = lower_case(month_names("en", "abbreviated")) - MONTHS | {"sept"}
"""But for May, which has none; with both of September's."""
DAYS = lower_case(weekday_names("en"))
"""In full."""
DAY_ABBREVIATIONS = lower_case(weekday_names("en", "abbreviated")) | {"tues", "thurs"}
"""With the longer ones of Tuesday and Thursday, which news agencies write."""
TIME_WORDS = MONTHS.union(MONTH_ABBREVIATIONS, DAYS, DAY_ABBREVIATIONS) | words(
    """morning afternoon evening night week month year today yesterday tomorrow tonight weekend
    noon midnight spring summer autumn winter hours days weeks months years minutes moments day
    hour moment"""
)
"""What a source may say when something was said, and never who said it."""
SENTENCE_STARTERS = MONTHS.union(DAYS) | words(
    """the he she it they we i in but and a an this that these those there his her their its our
    my your as at on for from when while if after before since although though because so yet
    then now what who how why where not no some many most all one two both each another other
    meanwhile however also with by about under over last next earlier later still even only
    just such instead despite during until according asked speaking or nor perhaps maybe once
    here every few more much several you us them me him into out up like of to do does did is
    are was were has have had can could will would should may might must let please yes well oh
    look okay ok thank thanks thus hence therefore indeed further again today yesterday tomorrow
    tonight among between beyond within without
    elsewhere somewhere finally
    whether unless whatever never always often sometimes nearly almost around across against
    along amid through throughout upon toward towards near behind below above because"""
)
"""Words that open sentences: their capital letter says nothing."""

ABBREVIATIONS = MONTH_ABBREVIATIONS | words(
    """mr mrs ms dr prof sen sens rep reps gov govs lt col gen sgt capt cmdr maj adm pvt cpl rev
    hon pres sr jr st mt ft vs inc ltd co corp bros dept est assn no vol fig
    supt det insp ave blvd rd approx etc al ph.d calif conn fla ariz
    colo mass mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo ala ark
    ill ind kan ky la md del ga messrs mme mlle atty d.a e.g i.e"""
)
"""Words whose full stop belongs to them."""

MAY_END_SENTENCE = words("u.s u.k u.n e.u p.m a.m d.c inc jr sr etc co corp ltd ph.d bros al no")
"""Abbreviations after which a sentence may end all the same."""

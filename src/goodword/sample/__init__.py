"""The sample workspace "Lumen School": a seeded simulation whose truth is known.

An invented online school for logic, humanities and programming, with about 2,000 people, 3,000 mentions,
100,000 events and 400 survey answers over six months at scale 1. The model, step by step:

1. *People* (`population`): half of them speak English, half Chinese; 60 % were there before the window, the
   others join in it, each through exactly one sign-up event.
2. *Network* (`network`): acquaintance, mostly mutual, and heavy-tailed following inside six communities
   of course and language. Every arc has a planted influence probability.
3. *Sharing* (`diffusion`): people start cascades, the readier ones more often, with a weekly rhythm,
   growth and one spike week. Whoever hears of a share shares it on by the independent cascade model;
   lever and channel are drawn at random for every share, and multiply the probability by their planted
   effect.
4. *Customers* (`customers`): outsiders see, click, visit, sign up, buy and take back, with planted rates
   per channel and lever. Some would have come anyway. Organic visitors and one fraud ring (`ring`) are
   beside them.
5. *Mentions* (`mentions`, `sentences`): real review sentences in two languages, alone or two or three
   together, from invented authors at invented places of all ten kinds; re-posts, threads and one burst of
   complaints.
6. *Answers* (`survey`): "Why do you share?" from a planted structural model, with careless respondents.

Nothing reads the clock: the last day is an argument. `docs/explanation/sample-workspace.md` lists the
planted truth.
"""

from .brand import BrandProfile, Login, brand_profile
from .event_table import event_schema
from .simulator import simulate
from .survey import ITEMS as SURVEY_ITEMS
from .survey import Item as SurveyItem
from .survey import survey_definition
from .workspace import Workspace, table_names

__all__ = [
    "SURVEY_ITEMS",
    "BrandProfile",
    "Login",
    "SurveyItem",
    "Workspace",
    "brand_profile",
    "event_schema",
    "simulate",
    "survey_definition",
    "table_names",
]

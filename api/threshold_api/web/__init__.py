"""
The pages for people: server-rendered, without accounts, and without a trace of a child once the visit ends.

Each part (``check``, ``answer``, ``referral``, ``guidance``, ``training``) has its routes, and presenters that
need no HTTP: they turn answers of the engine into views, and templates only write views out.
"""

"""production is the whole truth; local, dev and test each import the one before and relax it.

| Module     | For                        | Relaxes                                                     |
|------------|----------------------------|-------------------------------------------------------------|
| production | a deployment               | nothing: every secret comes from the environment            |
| local      | `make run`                 | plain http on localhost, embedded PostgreSQL, a made secret |
| dev        | `make dev`                 | debug pages, autoreload, the debug toolbar                  |
| test       | `make test`, and the tools | speed: a quick hasher, mail in memory, files in a temp dir  |
"""

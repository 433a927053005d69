"""What a questionnaire is and what follows from it. Pure: no database, no HTTP.

`shape` says what it is made of, `answers` reads and shows what people type, `checks` says what is wrong with it,
`routing` what they are asked, `ways` every way through, `proof` what is wrong before anybody is asked, `changes` tells
a typing mistake from another questionnaire, and `paper` numbers it for print.
"""

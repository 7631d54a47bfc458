"""The options by which a user states what a notice says, each with a value as one would type it."""

OPTIONS = {
    "for": "ID",
    "to": "NAME",
    "on": "2027-03-01",
    "until": "2027-03-15",
    "said": '"..."',
    "about": '"..."',
    "effect": '"..."',
    "proposal": '"..."',
    "action": '"what; who; when"',
    "level": "A|B|C|D",
    "substitute": "NAME",
    "score": "4",
    "asked": '"..."',
    "slot": '"2027-02-01 10:00"',
    "time": '"2027-02-06 10:00/11:00"',
    "amount": '"EUR 1210.00"',
    "invoiced": "2027-01-15",
}

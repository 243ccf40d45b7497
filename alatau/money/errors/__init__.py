"""What the ledger refuses, in words.

AlatauError
├── TransferRefusedError  `refused`: one class for each `Refusal`, in `transfers`, `pending` and `marks`
└── (`accounts`)          what is refused around transfers
"""

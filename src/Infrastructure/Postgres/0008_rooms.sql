-- The line before a sale, in the form of the ledger.
ALTER TABLE sales ADD COLUMN IF NOT EXISTS room text;

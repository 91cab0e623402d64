-- What happens to orders after they were held or sold, and to their sales. Where schema_versions was lost, all of it is there already.

-- seq: the number of the order's latest transition; NULL while its first, the position, is the only one.
-- state: how the order stands by it; NULL for one that was sold at once and to which nothing has happened since.
-- With these two a row has eight columns: the bitmap of its NULLs still fits into its header, and most rows are as large as before.
ALTER TABLE orders ADD COLUMN IF NOT EXISTS seq integer, ADD COLUMN IF NOT EXISTS state jsonb;

-- The rest of what an operator says of a sale, for a ledger that is rebuilt.
ALTER TABLE sales
    ADD COLUMN IF NOT EXISTS currency             text,
    ADD COLUMN IF NOT EXISTS hold_seconds         integer NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS hold_max_seconds     integer NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS cancel_until         timestamptz,
    ADD COLUMN IF NOT EXISTS return_after_seconds integer NOT NULL DEFAULT 0;

-- One row per transition that was not the first of an order. The columns stand in the order that wastes least on alignment.
-- epoch, seq: a message delivered twice is stored once; a ledger that was rolled back and went on gives a number twice, and the second is refused.
CREATE TABLE IF NOT EXISTS order_events (
    at       timestamptz NOT NULL,
    order_id uuid,
    epoch    integer     NOT NULL,
    seq      integer     NOT NULL,
    kind     text        NOT NULL,
    details  jsonb,
    CONSTRAINT order_events_pkey PRIMARY KEY (epoch, seq),
    CONSTRAINT order_events_seq_check CHECK (seq > 0),
    CONSTRAINT order_events_order_check
        CHECK ((order_id IS NULL) = (kind IN ('returned', 'restocked', 'paused', 'resumed', 'closed', 'changed', 'archived')))
);

-- The transitions in dead letters, beside the orders in them (G6).
CREATE TABLE IF NOT EXISTS dead_transitions (
    order_id   uuid,
    epoch      bigint NOT NULL,
    seq        bigint NOT NULL,
    kind       text   NOT NULL,
    product_id text   NOT NULL,
    letter_id  text   NOT NULL REFERENCES dead_letters,
    PRIMARY KEY (letter_id, epoch, seq)
);

-- What an order's state is when both are known: the later one's word counts, the earlier one fills what is missing, whichever came first.
-- A deadline only ever moves on. partial: the message of the order's first transition has not come yet.
CREATE OR REPLACE FUNCTION merge_order_states(kept jsonb, given jsonb, given_is_later boolean) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT nullif(
        ((CASE WHEN given_is_later THEN coalesce(kept, '{}') || coalesce(given, '{}') ELSE coalesce(given, '{}') || coalesce(kept, '{}') END)
            || jsonb_strip_nulls(jsonb_build_object(
                'expiresAt', greatest((kept ->> 'expiresAt') COLLATE "C", (given ->> 'expiresAt') COLLATE "C"))))
            - CASE WHEN (kept ? 'partial') AND (given ? 'partial') THEN '' ELSE 'partial' END,
        '{}')
$$;

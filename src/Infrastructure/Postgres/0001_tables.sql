-- FlashFlow's tables as they were before scripts had numbers. Where versions of then have made them, they are taken over with what is in
-- them: that is why everything here may be there already. Not to be changed any more: what changes is the next number's.

-- Numbers the sales of all products. A sale's number, its epoch, is never used again, also not by another product.
CREATE SEQUENCE IF NOT EXISTS sale_epochs AS integer;

CREATE TABLE IF NOT EXISTS sales (
    epoch             integer     PRIMARY KEY,
    product_id        text        NOT NULL,
    name              text        NOT NULL,
    price             numeric     NOT NULL CHECK (price >= 0),
    stock             integer     NOT NULL CHECK (stock >= 0),
    limit_per_shopper integer     NOT NULL CHECK (limit_per_shopper >= 0),
    opens_at          timestamptz,
    closes_at         timestamptz,
    created_at        timestamptz NOT NULL DEFAULT now()
);

-- What a ledger that lost its data is rebuilt from, beside the orders.
ALTER TABLE sales ADD COLUMN IF NOT EXISTS added integer NOT NULL DEFAULT 0;
ALTER TABLE sales ADD COLUMN IF NOT EXISTS state text    NOT NULL DEFAULT 'open';

CREATE INDEX IF NOT EXISTS sales_product_epoch ON sales (product_id, epoch);

-- The record of each product's current sale: definition, state, and who changed it when.
CREATE TABLE IF NOT EXISTS sale_records (
    product_id text  PRIMARY KEY,
    record     jsonb
);

-- Silos once kept the records as grain state. What is there is taken over, once.
DO $$
BEGIN
    IF to_regclass('grain_states') IS NOT NULL THEN
        INSERT INTO sale_records (product_id, record)
        SELECT DISTINCT ON (key_text) key_text, convert_from(payload, 'utf8')::jsonb -> 'Record'
        FROM grain_states
        WHERE grain_type = 'sale' AND payload IS NOT NULL
        ORDER BY key_text, modified_at DESC
        ON CONFLICT DO NOTHING;
    END IF;
END $$;

-- One row per accepted order. The columns stand in the order that wastes least on alignment.
-- order_id: a message delivered twice is stored once (G3, G4).
-- epoch, position: a ledger that was rolled back and sold on gives a position twice; the second is refused (G1).
CREATE TABLE IF NOT EXISTS orders (
    accepted_at timestamptz NOT NULL,
    order_id    uuid        NOT NULL,
    epoch       integer     NOT NULL,
    position    integer     NOT NULL,
    quantity    integer     NOT NULL,
    shopper_id  text,
    CONSTRAINT orders_pkey PRIMARY KEY (order_id),
    CONSTRAINT orders_epoch_position_key UNIQUE (epoch, position),
    CONSTRAINT orders_position_check CHECK (position > 0),
    CONSTRAINT orders_quantity_check CHECK (quantity > 0)
);

-- Messages that cannot be stored, as they came or as the one bad order of them, until an operator has decided, and after (G8).
-- letter_id is the SHA-256 of the body. state: 'dead' waits for an operator, 'replayed' is on its way to the drain again or stored by
-- now, 'discarded' was given up; in this order of the alphabet an order in several letters counts.
CREATE TABLE IF NOT EXISTS dead_letters (
    letter_id    text        PRIMARY KEY,
    body         bytea       NOT NULL,
    reason       text        NOT NULL,
    first_seen   timestamptz,
    last_seen    timestamptz NOT NULL DEFAULT now(),
    attempts     integer     NOT NULL,
    state        text        NOT NULL DEFAULT 'dead',
    is_readable  boolean     NOT NULL,
    discarded_at timestamptz,
    discarded_by text
);

-- The accepted orders in them, so that the books can name them (G6). Nothing is checked: a bad order is here for what is bad about it.
CREATE TABLE IF NOT EXISTS dead_orders (
    order_id   uuid    NOT NULL,
    epoch      bigint  NOT NULL,
    position   bigint  NOT NULL,
    quantity   integer NOT NULL,
    product_id text    NOT NULL,
    shopper_id text    NOT NULL,
    letter_id  text    NOT NULL REFERENCES dead_letters,
    PRIMARY KEY (letter_id, order_id)
);

-- Earlier versions kept discarded letters in tables of their own, and the others in the broker alone.
DO $$
BEGIN
    IF to_regclass('discarded_letters') IS NOT NULL THEN
        INSERT INTO dead_letters (letter_id, body, reason, first_seen, last_seen, attempts, state, is_readable, discarded_at, discarded_by)
        SELECT letter_id, body, reason, first_seen, discarded_at, attempts, 'discarded',
            EXISTS (SELECT FROM discarded_orders WHERE discarded_orders.letter_id = discarded_letters.letter_id), discarded_at, discarded_by
        FROM discarded_letters
        ON CONFLICT DO NOTHING;
        INSERT INTO dead_orders (order_id, epoch, position, quantity, product_id, shopper_id, letter_id)
        SELECT order_id, epoch, position, quantity, product_id, shopper_id, letter_id FROM discarded_orders
        ON CONFLICT DO NOTHING;
        DROP TABLE discarded_orders, discarded_letters;
    END IF;
END $$;

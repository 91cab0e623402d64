-- What readers of the feed are told, in order and without a gap (G10). Where schema_versions was lost, all of it is there already.

-- How far each sale is told. stored_to: every transition up to it is stored, or given up; -1: not even the start is told.
-- pruned_to: up to it nothing is kept any more.
CREATE TABLE IF NOT EXISTS feed_sales (
    started_at timestamptz NOT NULL,
    epoch      integer     NOT NULL,
    stored_to  integer     NOT NULL DEFAULT -1,
    pruned_to  integer     NOT NULL DEFAULT -1,
    product_id text        NOT NULL,
    CONSTRAINT feed_sales_pkey PRIMARY KEY (epoch)
) WITH (fillfactor = 50);

CREATE INDEX IF NOT EXISTS feed_sales_product_epoch ON feed_sales (product_id, epoch);

-- The order in which the transitions of all sales are told: one row for each step that a sale was taken on by.
CREATE TABLE IF NOT EXISTS feed_ranges (
    id        bigint  GENERATED ALWAYS AS IDENTITY,
    epoch     integer NOT NULL,
    first_seq integer NOT NULL,
    last_seq  integer NOT NULL,
    CONSTRAINT feed_ranges_pkey PRIMARY KEY (id),
    CONSTRAINT feed_ranges_seq_check CHECK (first_seq <= last_seq)
);

-- Transitions that are told as missing, since they are given up. One that is stored later all the same is not told any more.
CREATE TABLE IF NOT EXISTS feed_gaps (
    at        timestamptz NOT NULL DEFAULT now(),
    epoch     integer     NOT NULL,
    first_seq integer     NOT NULL,
    last_seq  integer     NOT NULL,
    CONSTRAINT feed_gaps_pkey PRIMARY KEY (epoch, first_seq)
);

-- Transitions that a rebuild has found nowhere. known_to: the last that was known of when it was planned. As long as no later one is stored
-- nobody can say that it was carried out.
CREATE TABLE IF NOT EXISTS lost_transitions (
    epoch     integer NOT NULL,
    first_seq integer NOT NULL,
    last_seq  integer NOT NULL,
    known_to  integer NOT NULL,
    CONSTRAINT lost_transitions_pkey PRIMARY KEY (epoch, first_seq)
);

-- One row, which whoever takes the feed on locks. pruned_to: the last range of which something is not kept any more; its row stays.
CREATE TABLE IF NOT EXISTS feed_state (
    pruned_to bigint  NOT NULL DEFAULT 0,
    is_all    boolean NOT NULL DEFAULT true,
    CONSTRAINT feed_state_pkey PRIMARY KEY (is_all),
    CONSTRAINT feed_state_check CHECK (is_all)
);
INSERT INTO feed_state DEFAULT VALUES ON CONFLICT DO NOTHING;

-- The first transition after a number that is stored; of an order only once its own first is.
CREATE OR REPLACE FUNCTION next_stored(of_epoch integer, after_seq integer) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT least(
        (SELECT position FROM orders WHERE epoch = of_epoch AND position > after_seq AND (state ? 'partial') IS NOT TRUE ORDER BY position LIMIT 1),
        (SELECT seq FROM order_events WHERE epoch = of_epoch AND seq > after_seq ORDER BY seq LIMIT 1))
$$;

-- Whether none of these numbers will ever be stored: an operator has discarded it, or a rebuild that was carried out has lost it.
CREATE OR REPLACE FUNCTION is_given_up(of_epoch integer, first integer, last integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT count(*) = last - first + 1
    FROM (
        SELECT lost FROM lost_transitions
        CROSS JOIN LATERAL generate_series(greatest(first_seq, first), least(last_seq, last)) AS lost
        WHERE epoch = of_epoch AND next_stored(of_epoch, known_to) IS NOT NULL
        UNION
        SELECT position::integer FROM dead_orders JOIN dead_letters USING (letter_id)
        WHERE epoch = of_epoch AND position BETWEEN first AND last AND dead_letters.state = 'discarded'
        UNION
        SELECT seq::integer FROM dead_transitions JOIN dead_letters USING (letter_id)
        WHERE epoch = of_epoch AND seq BETWEEN first AND last AND dead_letters.state = 'discarded') AS given_up
$$;

-- Takes the feed on: each sale up to the last number before which none is missing, at most about so many at once. Returns how many that were.
-- One statement, committed as it ends: whoever calls it may be frozen or killed and holds up nobody. The row that it locks is why ranges
-- become visible in the order of their ids, so that no reader passes over one. It looks into the tables by their indexes alone, also before
-- PostgreSQL has counted what is new in them.
CREATE OR REPLACE FUNCTION advance_feed(only_epochs integer[], most integer) RETURNS bigint LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    sale     record;
    dense    integer;
    upcoming integer;
    told     bigint := 0;
BEGIN
    PERFORM 1 FROM feed_state FOR UPDATE;

    -- A sale has begun once it is recorded, or something has happened in it. Others that have a number never will.
    INSERT INTO feed_sales (epoch, product_id, started_at)
    SELECT epoch, product_id, created_at FROM sales
    WHERE (only_epochs IS NULL OR epoch = ANY (only_epochs))
        AND NOT EXISTS (SELECT FROM feed_sales WHERE feed_sales.epoch = sales.epoch)
        AND (EXISTS (SELECT FROM orders WHERE orders.epoch = sales.epoch)
            OR EXISTS (SELECT FROM order_events WHERE order_events.epoch = sales.epoch)
            OR EXISTS (SELECT FROM sale_records WHERE sale_records.product_id = sales.product_id AND (record ->> 'Epoch')::integer = sales.epoch));

    FOR sale IN
        SELECT epoch, stored_to FROM feed_sales
        WHERE (only_epochs IS NULL OR epoch = ANY (only_epochs)) AND (stored_to < 0 OR next_stored(epoch, stored_to) IS NOT NULL)
        ORDER BY epoch
    LOOP
        dense := greatest(sale.stored_to, 0);
        LOOP
            upcoming := next_stored(sale.epoch, dense);
            EXIT WHEN upcoming IS NULL OR dense - sale.stored_to >= most;
            IF upcoming > dense + 1 THEN
                EXIT WHEN NOT is_given_up(sale.epoch, dense + 1, upcoming - 1);
                INSERT INTO feed_gaps (epoch, first_seq, last_seq) VALUES (sale.epoch, dense + 1, upcoming - 1);
                dense := upcoming - 1;
            END IF;
            SELECT max(seq) INTO dense
            FROM (
                SELECT seq, row_number() OVER (ORDER BY seq) AS n
                FROM (
                    (SELECT position AS seq FROM orders
                    WHERE epoch = sale.epoch AND position > dense AND (state ? 'partial') IS NOT TRUE ORDER BY position LIMIT most)
                    UNION
                    (SELECT seq FROM order_events WHERE epoch = sale.epoch AND seq > dense ORDER BY seq LIMIT most)) AS stored) AS numbered
            WHERE seq = dense + n;
        END LOOP;
        IF dense > sale.stored_to THEN
            INSERT INTO feed_ranges (epoch, first_seq, last_seq) VALUES (sale.epoch, sale.stored_to + 1, dense);
            UPDATE feed_sales SET stored_to = dense WHERE epoch = sale.epoch;
            told := told + dense - sale.stored_to;
        END IF;
        EXIT WHEN told >= most;
    END LOOP;
    RETURN told;
END $$;

-- As before, and the deadline with which a hold began is kept beside a later one: the feed tells both, each in its place.
CREATE OR REPLACE FUNCTION merge_order_states(kept jsonb, given jsonb, given_is_later boolean) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
    SELECT nullif(
        ((CASE WHEN given_is_later THEN coalesce(kept, '{}') || coalesce(given, '{}') ELSE coalesce(given, '{}') || coalesce(kept, '{}') END)
            || jsonb_strip_nulls(jsonb_build_object(
                'expiresAt', greatest((kept ->> 'expiresAt') COLLATE "C", (given ->> 'expiresAt') COLLATE "C"),
                'firstExpiresAt', nullif(
                    least(
                        (kept ->> 'firstExpiresAt') COLLATE "C", (given ->> 'firstExpiresAt') COLLATE "C",
                        (kept ->> 'expiresAt') COLLATE "C", (given ->> 'expiresAt') COLLATE "C"),
                    greatest((kept ->> 'expiresAt') COLLATE "C", (given ->> 'expiresAt') COLLATE "C")))))
            - CASE WHEN (kept ? 'partial') AND (given ? 'partial') THEN '' ELSE 'partial' END,
        '{}')
$$;

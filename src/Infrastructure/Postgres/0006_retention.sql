-- Once something is not to be kept for ever, orders and what happened to them are in parts, one after the other in the numbers of sales: what is
-- not to be kept any more is dropped as a whole instead of row by row. Where schema_versions was lost, all of it is there already.

-- first_epoch to last_epoch: the sales in it, in the tables orders_N and order_events_N; the last part takes all that are begun from now on.
CREATE TABLE IF NOT EXISTS store_parts (
    opened_at   timestamptz NOT NULL DEFAULT now(),
    part        integer     NOT NULL,
    first_epoch integer     NOT NULL,
    last_epoch  integer,
    CONSTRAINT store_parts_pkey PRIMARY KEY (part)
);

-- What is still known of sales whose orders are not kept any more. amount: of the units sold, in minor units.
-- untold: webhooks that were not told all of it before: those that were paused or had ended.
CREATE TABLE IF NOT EXISTS pruned_sales (
    pruned_at   timestamptz NOT NULL DEFAULT now(),
    orders      bigint      NOT NULL,
    units       bigint      NOT NULL,
    sold        bigint      NOT NULL,
    cancelled   bigint      NOT NULL,
    amount      bigint      NOT NULL,
    transitions bigint      NOT NULL,
    epoch       integer     NOT NULL,
    last_seq    integer     NOT NULL,
    untold      integer     NOT NULL,
    product_id  text        NOT NULL,
    CONSTRAINT pruned_sales_pkey PRIMARY KEY (epoch)
);

CREATE INDEX IF NOT EXISTS pruned_sales_product ON pruned_sales (product_id);

-- Has what is there become the first part, as it is: no row is moved or looked at. An order's id is unique within a part. Whoever keeps all for
-- ever never needs it, and storing costs a little less in one table.
CREATE OR REPLACE FUNCTION part_store() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE orders, order_events IN ACCESS EXCLUSIVE MODE;
    ALTER TABLE orders RENAME TO orders_1;
    ALTER TABLE orders_1 RENAME CONSTRAINT orders_pkey TO orders_1_pkey;
    ALTER TABLE orders_1 RENAME CONSTRAINT orders_epoch_position_key TO orders_1_epoch_position_key;
    CREATE TABLE orders (
        LIKE orders_1 INCLUDING CONSTRAINTS,
        CONSTRAINT orders_epoch_position_key UNIQUE (epoch, position)
    ) PARTITION BY RANGE (epoch);
    ALTER TABLE orders ATTACH PARTITION orders_1 FOR VALUES FROM (MINVALUE) TO (MAXVALUE);

    ALTER TABLE order_events RENAME TO order_events_1;
    ALTER TABLE order_events_1 RENAME CONSTRAINT order_events_pkey TO order_events_1_pkey;
    CREATE TABLE order_events (
        LIKE order_events_1 INCLUDING CONSTRAINTS,
        CONSTRAINT order_events_pkey PRIMARY KEY (epoch, seq)
    ) PARTITION BY RANGE (epoch);
    ALTER TABLE order_events ATTACH PARTITION order_events_1 FOR VALUES FROM (MINVALUE) TO (MAXVALUE);

    INSERT INTO store_parts (opened_at, part, first_epoch) SELECT coalesce(min(created_at), now()), 1, -2147483648 FROM sales;
END $$;

-- Refuses an order whose position is another's: a ledger that was rolled back went on.
CREATE OR REPLACE FUNCTION refuse_position(epoch integer, of_position integer) RETURNS uuid LANGUAGE plpgsql AS $$
BEGIN
    RAISE unique_violation USING MESSAGE = format('position %s of sale %s is another order''s', of_position, epoch);
END $$;

-- Has the sales that are begun from now on go into a new part, if the last one is at least so old and has any. Returns whether it did. Orders wait
-- meanwhile, for as long as it takes to read the last part once.
CREATE OR REPLACE FUNCTION open_store_part(age interval) RETURNS boolean LANGUAGE plpgsql SET lock_timeout = '1s' AS $$
DECLARE
    ended store_parts;
    first integer;
    kind  text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('store_parts'));
    IF NOT EXISTS (SELECT FROM store_parts) THEN
        PERFORM part_store();
    END IF;
    SELECT * INTO ended FROM store_parts WHERE last_epoch IS NULL;
    IF ended.opened_at + age > now() OR NOT EXISTS (SELECT FROM sales WHERE epoch >= ended.first_epoch) THEN
        RETURN false;
    END IF;

    LOCK TABLE orders, order_events IN ACCESS EXCLUSIVE MODE;
    first := 1 + greatest((SELECT max(epoch) FROM sales), (SELECT max(epoch) FROM orders), (SELECT max(epoch) FROM order_events));
    FOREACH kind IN ARRAY ARRAY['orders', 'order_events'] LOOP
        EXECUTE format('ALTER TABLE %1$s DETACH PARTITION %1$s_%2$s', kind, ended.part);
        EXECUTE format('ALTER TABLE %1$s ATTACH PARTITION %1$s_%2$s FOR VALUES FROM (%3$s) TO (%4$s)', kind, ended.part, ended.first_epoch, first);
        EXECUTE format('CREATE TABLE %1$s_%2$s PARTITION OF %1$s FOR VALUES FROM (%3$s) TO (MAXVALUE)', kind, ended.part + 1, first);
    END LOOP;
    EXECUTE format('ALTER TABLE orders_%s ADD PRIMARY KEY (order_id)', ended.part + 1);
    EXECUTE format($q$CREATE INDEX ON orders_%s ((state ->> 'cart')) WHERE state ? 'cart'$q$, ended.part + 1);
    UPDATE store_parts SET last_epoch = first - 1 WHERE part = ended.part;
    INSERT INTO store_parts (part, first_epoch) VALUES (ended.part + 1, first);
    RETURN true;
END $$;

-- Whether a sale is kept whatever its orders are: it was begun or ran since, it is on sale, a dead letter of it is undecided, the feed has not told
-- all of it, or a webhook that is well has not been told all.
CREATE OR REPLACE FUNCTION is_sale_kept(sale sales, since timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT greatest(sale.created_at, sale.opens_at, sale.closes_at, sale.cancel_until) >= since
        OR (sale.state <> 'archived' AND NOT EXISTS (SELECT FROM sales AS later WHERE later.product_id = sale.product_id AND later.epoch > sale.epoch))
        OR EXISTS (
            SELECT FROM dead_letters
            WHERE state = 'dead' AND (
                EXISTS (SELECT FROM dead_orders WHERE dead_orders.letter_id = dead_letters.letter_id AND epoch = sale.epoch)
                OR EXISTS (SELECT FROM dead_transitions WHERE dead_transitions.letter_id = dead_letters.letter_id AND epoch = sale.epoch)))
        OR next_stored(sale.epoch, coalesce((SELECT stored_to FROM feed_sales WHERE epoch = sale.epoch), -1)) IS NOT NULL
        OR EXISTS (
            SELECT FROM webhook_lanes AS lanes JOIN webhooks ON name = webhook JOIN feed_sales USING (epoch)
            WHERE epoch = sale.epoch AND webhooks.state = 'active' AND NOT is_stopped AND (body IS NOT NULL OR delivered_to < stored_to))
$$;

-- Drops the first part of which nothing is to be kept, and returns what is still known of its sales; nothing where there is none. One that is
-- wrong about it, or is killed, changes nothing.
CREATE OR REPLACE FUNCTION prune_store(keep interval) RETURNS SETOF pruned_sales LANGUAGE plpgsql SET lock_timeout = '1s' AS $$
DECLARE
    since     timestamptz := now() - keep;
    old       store_parts;
    is_recent boolean;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('store_parts'));
    FOR old IN
        SELECT * FROM store_parts
        WHERE last_epoch IS NOT NULL
            AND NOT EXISTS (SELECT FROM sales WHERE epoch BETWEEN first_epoch AND last_epoch AND is_sale_kept(sales, since))
        ORDER BY part
    LOOP
        -- Nobody writes into it from here on. The rest of the store is written as ever.
        EXECUTE format('LOCK TABLE orders_%1$s, order_events_%1$s IN SHARE MODE', old.part);
        EXECUTE format($q$
            SELECT EXISTS (SELECT FROM orders_%1$s WHERE accepted_at >= $1 OR (state ->> 'expiresAt')::timestamptz >= $1)
                OR EXISTS (SELECT FROM order_events_%1$s WHERE at >= $1)
            $q$, old.part) INTO is_recent USING since;
        CONTINUE WHEN is_recent;

        EXECUTE format($q$
            INSERT INTO pruned_sales (orders, units, sold, cancelled, amount, transitions, epoch, last_seq, untold, product_id)
            SELECT coalesce(orders, 0), coalesce(units, 0), coalesce(sold, 0), coalesce(cancelled, 0), coalesce(amount, 0), coalesce(transitions, 0),
                epoch, greatest(last_position, last_seq, 0),
                (SELECT count(*) FROM webhook_lanes JOIN feed_sales USING (epoch) WHERE epoch = old.epoch AND (body IS NOT NULL OR delivered_to < stored_to)),
                coalesce(product_id, '')
            FROM (SELECT epoch FROM sales WHERE epoch BETWEEN $1 AND $2 UNION SELECT epoch FROM orders_%1$s UNION SELECT epoch FROM order_events_%1$s) AS old
            LEFT JOIN (SELECT epoch, product_id FROM sales) AS named USING (epoch)
            LEFT JOIN (
                SELECT epoch, count(*) AS orders, sum(quantity) AS units, max(position) AS last_position,
                    sum(quantity - gone) FILTER (WHERE is_confirmed) AS sold, sum(gone) AS cancelled,
                    sum(round(cost * (quantity - gone) / quantity)) FILTER (WHERE is_confirmed) AS amount
                FROM (
                    SELECT epoch, quantity, position, coalesce((state ->> 'cancelled')::integer, 0) AS gone,
                        coalesce((state ->> 'amount')::numeric, 0) AS cost, coalesce(state ->> 'status', 'confirmed') = 'confirmed' AS is_confirmed
                    FROM orders_%1$s WHERE (state ? 'partial') IS NOT TRUE) AS stored
                GROUP BY epoch) AS counted USING (epoch)
            LEFT JOIN (SELECT epoch, count(*) AS transitions, max(seq) AS last_seq FROM order_events_%1$s GROUP BY epoch) AS happened USING (epoch)
            $q$, old.part) USING old.first_epoch, old.last_epoch;

        -- Letters that were decided about stay for the books, without what they say of shoppers.
        EXECUTE format('DELETE FROM dead_orders USING orders_%s AS stored WHERE stored.order_id = dead_orders.order_id AND (state ? ''partial'') IS NOT TRUE', old.part);
        EXECUTE format(
            'DELETE FROM dead_transitions AS dead USING order_events_%s AS stored
            WHERE stored.epoch = dead.epoch AND stored.seq = dead.seq AND stored.kind = dead.kind AND stored.order_id IS NOT DISTINCT FROM dead.order_id', old.part);
        UPDATE dead_letters SET body = '' WHERE letter_id IN (
            SELECT letter_id FROM dead_orders WHERE epoch BETWEEN old.first_epoch AND old.last_epoch
            UNION SELECT letter_id FROM dead_transitions WHERE epoch BETWEEN old.first_epoch AND old.last_epoch);
        UPDATE dead_orders SET shopper_id = '' WHERE epoch BETWEEN old.first_epoch AND old.last_epoch;

        -- Whoever takes the feed on locks the same row first.
        PERFORM 1 FROM feed_state FOR UPDATE;
        UPDATE feed_sales SET pruned_to = stored_to WHERE epoch BETWEEN old.first_epoch AND old.last_epoch;
        UPDATE feed_state SET pruned_to = greatest(pruned_to, (SELECT max(id) FROM feed_ranges WHERE epoch BETWEEN old.first_epoch AND old.last_epoch));
        DELETE FROM feed_ranges USING feed_state WHERE id < pruned_to AND EXISTS (SELECT FROM pruned_sales WHERE pruned_sales.epoch = feed_ranges.epoch);
        DELETE FROM feed_gaps WHERE epoch BETWEEN old.first_epoch AND old.last_epoch;
        DELETE FROM lost_transitions WHERE epoch BETWEEN old.first_epoch AND old.last_epoch;
        DELETE FROM webhook_lanes WHERE epoch BETWEEN greatest(old.first_epoch, 1) AND old.last_epoch;

        EXECUTE format('DROP TABLE orders_%1$s, order_events_%1$s', old.part);
        DELETE FROM store_parts WHERE part = old.part;
        RETURN QUERY SELECT * FROM pruned_sales WHERE epoch BETWEEN old.first_epoch AND old.last_epoch;
        RETURN;
    END LOOP;
END $$;

-- What of a sale needs nothing else to keep it any more. Where schema_versions was lost, all of it is there already.

-- Whether each of these numbers is in a dead letter, whatever was decided about it, or given up.
CREATE OR REPLACE FUNCTION is_put_aside(of_epoch bigint, first bigint, last bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT count(*) = last - first + 1
    FROM (
        SELECT lost FROM lost_transitions
        CROSS JOIN LATERAL generate_series(greatest(first_seq, first), least(last_seq, last)) AS lost
        WHERE epoch = of_epoch AND next_stored(epoch, known_to) IS NOT NULL
        UNION
        SELECT position FROM dead_orders WHERE epoch = of_epoch AND position BETWEEN first AND last
        UNION
        SELECT seq FROM dead_transitions WHERE epoch = of_epoch AND seq BETWEEN first AND last) AS aside
$$;

-- How much of these numbers of a sale is stored or put aside. through: all of them up to this one is; the one before the first where not even that
-- is. dense: all numbers of the sale up to this one are. latest: the last that is stored, whatever is missing before it.
-- What the feed has told is stored, and nearly always that is the answer. It stands still before a dead letter that is undecided: from there on the
-- tables are looked into, for so many numbers that nobody waits long, and by their indexes in order alone, also before PostgreSQL has counted
-- what is new in them; to compile a plan takes far longer than to follow it.
CREATE OR REPLACE FUNCTION settled_in(of_epoch bigint, first bigint, last bigint, OUT through bigint, OUT dense bigint, OUT latest bigint)
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $$
DECLARE
    epoch_number integer := CASE WHEN of_epoch < 2147483647 AND last < 2147483647 THEN of_epoch END;
    upcoming     bigint;
BEGIN
    dense := coalesce((SELECT stored_to FROM feed_sales WHERE epoch = epoch_number), 0);
    latest := coalesce(greatest(
        (SELECT position FROM orders WHERE epoch = epoch_number ORDER BY position DESC LIMIT 1),
        (SELECT seq FROM order_events WHERE epoch = epoch_number ORDER BY seq DESC LIMIT 1)), 0);
    through := greatest(first - 1, dense);
    WHILE through < last AND through - greatest(first - 1, dense) < 100000 LOOP
        upcoming := CASE WHEN epoch_number IS NOT NULL THEN next_stored(epoch_number, through::integer) END;
        IF upcoming = through + 1 THEN
            SELECT max(seq) INTO through
            FROM (
                SELECT seq, row_number() OVER (ORDER BY seq) AS n
                FROM (
                    (SELECT position AS seq FROM orders
                    WHERE epoch = epoch_number AND position > through AND position <= last AND (state ? 'partial') IS NOT TRUE ORDER BY position LIMIT 10000)
                    UNION
                    (SELECT seq FROM order_events WHERE epoch = epoch_number AND seq > through AND seq <= last ORDER BY seq LIMIT 10000)) AS stored) AS numbered
            WHERE seq = through + n;
        ELSE
            upcoming := least(upcoming - 1, last);
            EXIT WHEN NOT is_put_aside(of_epoch, through + 1, upcoming);
            through := upcoming;
        END IF;
    END LOOP;
    through := least(through, last);
END $$;

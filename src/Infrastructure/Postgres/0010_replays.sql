-- When a dead letter was replayed, and whether what is in it has been found since, stored or in another letter. What is older counts as replayed
-- at any time. Where schema_versions was lost, all of it is there already.
ALTER TABLE dead_letters ADD COLUMN IF NOT EXISTS replayed_at timestamptz, ADD COLUMN IF NOT EXISTS is_found boolean NOT NULL DEFAULT false;
CREATE INDEX IF NOT EXISTS dead_letters_on_their_way ON dead_letters (replayed_at) WHERE state = 'replayed' AND NOT is_found;

-- Whether all that is in a letter is stored, in another letter, or of a sale that is not kept any more; of one that cannot be read nobody can say.
CREATE OR REPLACE FUNCTION is_letter_found(letter text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT (SELECT is_readable FROM dead_letters WHERE letter_id = letter)
        AND NOT EXISTS (
            SELECT FROM dead_orders AS dead
            WHERE letter_id = letter
                AND NOT EXISTS (SELECT FROM orders WHERE orders.order_id = dead.order_id AND (orders.state ? 'partial') IS NOT TRUE)
                AND NOT EXISTS (SELECT FROM dead_orders AS other WHERE other.epoch = dead.epoch AND other.order_id = dead.order_id AND other.letter_id <> letter)
                AND NOT EXISTS (SELECT FROM pruned_sales WHERE pruned_sales.epoch = dead.epoch))
        AND NOT EXISTS (
            SELECT FROM dead_transitions AS dead
            WHERE letter_id = letter
                AND NOT EXISTS (
                    SELECT FROM order_events AS stored
                    WHERE stored.epoch = dead.epoch AND stored.seq = dead.seq AND stored.kind = dead.kind AND stored.order_id IS NOT DISTINCT FROM dead.order_id)
                AND NOT EXISTS (SELECT FROM dead_transitions AS other WHERE other.epoch = dead.epoch AND other.seq = dead.seq AND other.letter_id <> letter)
                AND NOT EXISTS (SELECT FROM pruned_sales WHERE pruned_sales.epoch = dead.epoch))
$$;

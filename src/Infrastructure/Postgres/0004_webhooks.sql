-- Where events are sent to. Where schema_versions was lost, all of it is there already.

-- events: the types that are wanted; none: all. secrets: the newest first; two while they are changed.
-- state: 'active', 'paused' by an operator, or 'ended' by the endpoint itself, which has answered 410.
CREATE TABLE IF NOT EXISTS webhooks (
    created_at timestamptz NOT NULL DEFAULT now(),
    name       text        NOT NULL,
    url        text        NOT NULL,
    events     text[]      NOT NULL,
    secrets    text[]      NOT NULL,
    state      text        NOT NULL DEFAULT 'active',
    reason     text,
    CONSTRAINT webhooks_pkey PRIMARY KEY (name),
    CONSTRAINT webhooks_state_check CHECK (state IN ('active', 'paused', 'ended')),
    CONSTRAINT webhooks_secrets_check CHECK (cardinality(secrets) BETWEEN 1 AND 2)
);

-- One sale as one endpoint is told of it, in order. Epoch 0: a message that an operator asked for as a test.
-- delivered_to: the last transition that it was told of, or that it does not want; told_to: the last that a message has said it goes to.
-- message_id to body: the message that is being sent. Once it is here it is sent as it is, whoever sends it, until it is taken.
-- fence: counts who has taken the lane on; who finds another number here has lost it.
CREATE TABLE IF NOT EXISTS webhook_lanes (
    first_try    timestamptz,
    next_try     timestamptz,
    lease_until  timestamptz,
    fence        bigint  NOT NULL DEFAULT 0,
    epoch        integer NOT NULL,
    delivered_to integer NOT NULL,
    told_to      integer NOT NULL,
    last_seq     integer,
    attempts     integer NOT NULL DEFAULT 0,
    webhook      text    NOT NULL REFERENCES webhooks ON DELETE CASCADE,
    message_id   text,
    body         bytea,
    failure      text,
    is_stopped   boolean NOT NULL DEFAULT false,
    CONSTRAINT webhook_lanes_pkey PRIMARY KEY (webhook, epoch),
    CONSTRAINT webhook_lanes_message_check CHECK ((message_id IS NULL) = (body IS NULL))
);

-- It is there for a moment: to compress it would cost more than it saves.
ALTER TABLE webhook_lanes ALTER COLUMN body SET STORAGE EXTERNAL;

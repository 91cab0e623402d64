-- That shoppers were forgotten, by whom and how much of them there was; not who they were. Where schema_versions was lost, it is there already.
CREATE TABLE IF NOT EXISTS forgotten_shoppers (
    forgotten_at timestamptz NOT NULL DEFAULT now(),
    orders       bigint      NOT NULL,
    letters      bigint      NOT NULL,
    pseudonym    text        NOT NULL,
    forgotten_by text        NOT NULL,
    CONSTRAINT forgotten_shoppers_pkey PRIMARY KEY (pseudonym)
);

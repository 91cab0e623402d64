-- What Orleans' ADO.NET grain storage expects of a database: its queries by name in OrleansQuery, with these parameters and results
-- (https://learn.microsoft.com/dotnet/orleans/grains/grain-persistence/relational-storage). The table is ours. Safe to run again.

CREATE TABLE IF NOT EXISTS grain_states (
    service_id  text        NOT NULL,
    grain_type  text        NOT NULL,
    key_n0      bigint      NOT NULL,
    key_n1      bigint      NOT NULL,
    key_text    text        NOT NULL,
    version     integer     NOT NULL,
    payload     bytea,
    modified_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service_id, grain_type, key_text, key_n0, key_n1)
);

CREATE TABLE IF NOT EXISTS OrleansQuery (
    QueryKey  text PRIMARY KEY,
    QueryText text NOT NULL
);

-- A write answers the version it was given, or none, when another activation has written since: Orleans then throws InconsistentStateException.
INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey', $sql$
    SELECT payload AS PayloadBinary, now() AT TIME ZONE 'utc' AS ReadOn, version AS Version
    FROM grain_states
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
      AND key_text = coalesce(@GrainIdExtensionString, '') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
$sql$),
('WriteToStorageKey', $sql$
    WITH updated AS (
        UPDATE grain_states
        SET payload = @PayloadBinary, version = version + 1, modified_at = now()
        WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
          AND key_text = coalesce(@GrainIdExtensionString, '') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
          AND version = @GrainStateVersion
        RETURNING version
    ), inserted AS (
        INSERT INTO grain_states (service_id, grain_type, key_text, key_n0, key_n1, version, payload)
        SELECT @ServiceId, @GrainTypeString, coalesce(@GrainIdExtensionString, ''), @GrainIdN0, @GrainIdN1, 1, @PayloadBinary
        WHERE @GrainStateVersion IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version
    )
    SELECT coalesce((SELECT version FROM updated), (SELECT version FROM inserted), @GrainStateVersion) AS NewGrainStateVersion
$sql$),
('ClearStorageKey', $sql$
    UPDATE grain_states
    SET payload = NULL, version = version + 1, modified_at = now()
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
      AND key_text = coalesce(@GrainIdExtensionString, '') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
      AND version = @GrainStateVersion
    RETURNING version AS NewGrainStateVersion
$sql$),
('DeleteStorageKey', $sql$
    DELETE FROM grain_states
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString
      AND key_text = coalesce(@GrainIdExtensionString, '') AND key_n0 = @GrainIdN0 AND key_n1 = @GrainIdN1
      AND version = @GrainStateVersion
    RETURNING version + 1 AS NewGrainStateVersion
$sql$)
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;

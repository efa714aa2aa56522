-- Who may do what on PostgreSQL. Run it as the owner of the tables, in their schema, after
-- `warmwijzer db upgrade`, and again after every later upgrade:
--   psql "$OWNER_URL" -v ON_ERROR_STOP=1 -f evidence_log/postgresql_roles.sql
-- Then let the product log in as a member of warmwijzer_app, which owns nothing: it can add to the
-- log and erase a person's bodies, and cannot change or remove a leaf, a checkpoint or a trigger.
-- Migrations stay the owner's work. warmwijzer_auditor reads what is proved, and no body.
DO $$
DECLARE
  place text := quote_ident(current_schema());
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['warmwijzer_app', 'warmwijzer_auditor'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
    END IF;
    EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %s FROM %I', place, name);
    EXECUTE format('GRANT USAGE ON SCHEMA %s TO %I', place, name);
  END LOOP;
  EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %s FROM PUBLIC', place);
  EXECUTE format('REVOKE CREATE ON SCHEMA %s FROM PUBLIC', place);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %s TO warmwijzer_app', place);
  EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA %s TO warmwijzer_app', place);
END $$;

REVOKE UPDATE, DELETE ON
  evidence, evidence_block, evidence_checkpoint, evidence_signer, evidence_copy
  FROM warmwijzer_app;
REVOKE UPDATE ON evidence_body FROM warmwijzer_app;
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM warmwijzer_app;

GRANT SELECT ON
  evidence, evidence_block, evidence_checkpoint, evidence_signer, evidence_copy
  TO warmwijzer_auditor;

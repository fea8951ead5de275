"""What the database itself guarantees: an append-only chain, no state without its transition, rules that never change."""

from alembic import op

revision = "0002"
down_revision = "0001"

NEVER_CHANGED = ("audit", "transition")


def upgrade() -> None:
    op.execute(f"INSERT INTO audit_head (id, last_id, last_hash) VALUES (1, 0, '{'0' * 64}')")
    if op.get_bind().dialect.name == "sqlite":
        for statement in _sqlite():
            op.execute(statement)
    else:
        for statement in _postgresql():
            op.execute(statement)


def _sqlite() -> list[str]:
    kept = [
        f"CREATE TRIGGER {table}_kept_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        for table in NEVER_CHANGED
        for act in ("UPDATE", "DELETE")
    ]
    return [
        *kept,
        "CREATE TRIGGER nomination_starts BEFORE INSERT ON nomination WHEN NEW.state <> 'draft' "
        "BEGIN SELECT RAISE(ABORT, 'a nomination starts as a draft'); END",
        "CREATE TRIGGER nomination_moves BEFORE UPDATE OF state ON nomination WHEN NEW.state <> OLD.state AND NOT EXISTS "
        "(SELECT 1 FROM transition WHERE nomination_id = NEW.id AND n = NEW.steps AND n = OLD.steps + 1 "
        "AND from_state = OLD.state AND to_state = NEW.state) "
        "BEGIN SELECT RAISE(ABORT, 'a state changes only with its transition'); END",
        "CREATE TRIGGER version_kept BEFORE UPDATE ON campaign_version WHEN OLD.status <> 'draft' "
        "AND (NEW.content <> OLD.content OR NEW.content_hash <> OLD.content_hash OR NEW.ruleset <> OLD.ruleset) "
        "BEGIN SELECT RAISE(ABORT, 'a launched version never changes'); END",
        "CREATE TRIGGER round_kept BEFORE UPDATE ON round WHEN OLD.definition_hash IS NOT NULL "
        "AND (NEW.definition_hash IS NOT OLD.definition_hash OR NEW.public_key IS NOT OLD.public_key "
        "OR NEW.rule <> OLD.rule OR NEW.definition IS NOT OLD.definition) "
        "BEGIN SELECT RAISE(ABORT, 'an opened round keeps its rules'); END",
        "CREATE TRIGGER slip_closed BEFORE INSERT ON slip WHEN "
        "(SELECT status FROM round WHERE id = NEW.round_id) <> 'open' "
        "BEGIN SELECT RAISE(ABORT, 'the box is not open'); END",
    ]


def _postgresql() -> list[str]:
    return [
        "CREATE FUNCTION kept() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$",
        *(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION kept()"
            for table in NEVER_CHANGED
        ),
        "CREATE FUNCTION nomination_starts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.state <> 'draft' THEN RAISE EXCEPTION 'a nomination starts as a draft'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER nomination_starts BEFORE INSERT ON nomination FOR EACH ROW EXECUTE FUNCTION nomination_starts()",
        "CREATE FUNCTION nomination_moves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NEW.state <> OLD.state AND NOT EXISTS (SELECT 1 FROM transition WHERE nomination_id = NEW.id "
        "AND n = NEW.steps AND n = OLD.steps + 1 AND from_state = OLD.state AND to_state = NEW.state) "
        "THEN RAISE EXCEPTION 'a state changes only with its transition'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER nomination_moves BEFORE UPDATE ON nomination FOR EACH ROW EXECUTE FUNCTION nomination_moves()",
        "CREATE FUNCTION version_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF OLD.status <> 'draft' AND (NEW.content <> OLD.content OR NEW.content_hash <> OLD.content_hash "
        "OR NEW.ruleset <> OLD.ruleset) THEN RAISE EXCEPTION 'a launched version never changes'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER version_kept BEFORE UPDATE ON campaign_version FOR EACH ROW EXECUTE FUNCTION version_kept()",
        "CREATE FUNCTION round_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF OLD.definition_hash IS NOT NULL AND (NEW.definition_hash IS DISTINCT FROM OLD.definition_hash "
        "OR NEW.public_key IS DISTINCT FROM OLD.public_key OR NEW.rule <> OLD.rule "
        "OR NEW.definition IS DISTINCT FROM OLD.definition) "
        "THEN RAISE EXCEPTION 'an opened round keeps its rules'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER round_kept BEFORE UPDATE ON round FOR EACH ROW EXECUTE FUNCTION round_kept()",
        "CREATE FUNCTION slip_closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF (SELECT status FROM round WHERE id = NEW.round_id) <> 'open' "
        "THEN RAISE EXCEPTION 'the box is not open'; END IF; RETURN NEW; END $$",
        "CREATE TRIGGER slip_closed BEFORE INSERT ON slip FOR EACH ROW EXECUTE FUNCTION slip_closed()",
    ]


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        names = [f"{table}_kept_{act}" for table in NEVER_CHANGED for act in ("update", "delete")]
        for name in [*names, "nomination_starts", "nomination_moves", "version_kept", "round_kept", "slip_closed"]:
            op.execute(f"DROP TRIGGER {name}")
    else:
        for table in NEVER_CHANGED:
            op.execute(f"DROP TRIGGER {table}_kept ON {table}")
        for function in ("kept", "nomination_starts", "nomination_moves", "version_kept", "round_kept", "slip_closed"):
            op.execute(f"DROP FUNCTION {function}() CASCADE")
    op.execute("DELETE FROM audit_head")

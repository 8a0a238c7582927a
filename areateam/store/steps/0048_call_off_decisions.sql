-- Who decided about call-offs and in which role, their path, and what becomes of them when a PCT ends.
CREATE TABLE "call_off_new" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "number" TEXT NOT NULL,
  "framework" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "need" TEXT NOT NULL,
  "sponsor" TEXT NOT NULL,
  "area" TEXT NOT NULL,
  "lot" TEXT NOT NULL,
  "value_pence" INTEGER NOT NULL,
  "risk_answers" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("risk_answers") = 'object'),
  "route" TEXT NOT NULL,
  "standstill" INTEGER NOT NULL CHECK ("standstill" IN (0, 1)),
  "tier" INTEGER NOT NULL,
  "ruled_tier" INTEGER NOT NULL,
  "started_on" TEXT NOT NULL CHECK ("started_on" IS NULL OR (length("started_on") = 10 AND "started_on" IS date("started_on", '+0 days'))),
  "needed_by" TEXT CHECK ("needed_by" IS NULL OR (length("needed_by") = 10 AND "needed_by" IS date("needed_by", '+0 days'))),
  "notified_on" TEXT CHECK ("notified_on" IS NULL OR (length("notified_on") = 10 AND "notified_on" IS date("notified_on", '+0 days'))),
  "ended_on" TEXT CHECK ("ended_on" IS NULL OR (length("ended_on") = 10 AND "ended_on" IS date("ended_on", '+0 days'))),
  "outcome" TEXT,
  "outcome_reason" TEXT,
  "contract_id" INTEGER,
  "task_uid" TEXT,
  "path" TEXT NOT NULL,
  "path_reason" TEXT,
  "bids_due_on" TEXT CHECK ("bids_due_on" IS NULL OR (length("bids_due_on") = 10 AND "bids_due_on" IS date("bids_due_on", '+0 days'))),
  "term_ends_on" TEXT CHECK ("term_ends_on" IS NULL OR (length("term_ends_on") = 10 AND "term_ends_on" IS date("term_ends_on", '+0 days'))),
  "early_exit" INTEGER CHECK ("early_exit" IN (0, 1)),
  "exit_terms" TEXT,
  "after" TEXT,
  "after_body" TEXT,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT) STRICT;
INSERT INTO "call_off_new" (
  id, uid, made, number, framework, title, need, sponsor, area, lot, value_pence, risk_answers,
  route, standstill, tier, ruled_tier, started_on, needed_by, notified_on, ended_on, outcome,
  outcome_reason, contract_id, task_uid, path)
  SELECT
  id, uid, made, number, framework, title, need, sponsor, area, lot, value_pence, risk_answers,
  route, standstill, tier, ruled_tier, started_on, needed_by, notified_on, ended_on, outcome,
  outcome_reason, contract_id, task_uid, 'competition'
  FROM "call_off";
-- The numbers of records that were removed are not given again.
DELETE FROM sqlite_sequence WHERE name = 'call_off_new';
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'call_off_new', seq FROM sqlite_sequence WHERE name = 'call_off';
DROP TABLE "call_off";
ALTER TABLE "call_off_new" RENAME TO "call_off";
CREATE INDEX "call_off_made" ON "call_off" ("made");
CREATE UNIQUE INDEX "call_off_number" ON "call_off" ("number");
CREATE INDEX "call_off_contract_id" ON "call_off" ("contract_id");
CREATE TABLE "gate_entry_new" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "gate" TEXT NOT NULL,
  "decided" TEXT NOT NULL,
  "tier" INTEGER NOT NULL,
  "decided_on" TEXT NOT NULL CHECK ("decided_on" IS NULL OR (length("decided_on") = 10 AND "decided_on" IS date("decided_on", '+0 days'))),
  "rule" TEXT NOT NULL,
  "value_pence" INTEGER NOT NULL,
  "risk_points" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  "decided_by" TEXT NOT NULL,
  "second" TEXT,
  "decided_role" TEXT,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;
INSERT INTO "gate_entry_new" (
  id, uid, made, call_off_id, gate, decided, tier, decided_on, rule, value_pence, risk_points,
  reason, decided_by, "second")
  SELECT
  id, uid, made, call_off_id, gate, decided, tier, decided_on, rule, value_pence, risk_points,
  reason, decided_by, "second"
  FROM "gate_entry";
-- The numbers of records that were removed are not given again.
DELETE FROM sqlite_sequence WHERE name = 'gate_entry_new';
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'gate_entry_new', seq FROM sqlite_sequence WHERE name = 'gate_entry';
DROP TABLE "gate_entry";
ALTER TABLE "gate_entry_new" RENAME TO "gate_entry";
CREATE INDEX "gate_entry_made" ON "gate_entry" ("made");
CREATE INDEX "gate_entry_call_off_id" ON "gate_entry" ("call_off_id");
CREATE TABLE "call_off_decision" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "act" TEXT NOT NULL,
  "decided_role" TEXT NOT NULL,
  "decided_by" TEXT NOT NULL,
  "decided_on" TEXT NOT NULL CHECK ("decided_on" IS NULL OR (length("decided_on") = 10 AND "decided_on" IS date("decided_on", '+0 days'))),
  "reason" TEXT NOT NULL,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "call_off_decision_made" ON "call_off_decision" ("made");
CREATE INDEX "call_off_decision_call_off_id" ON "call_off_decision" ("call_off_id");
ALTER TABLE own_tier ADD COLUMN "approver_role" TEXT;

-- Call-offs: procurement of external support, its stages, gates, bidders, papers and savings.
CREATE TABLE "call_off" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
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
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "call_off_made" ON "call_off" ("made");
CREATE UNIQUE INDEX "call_off_number" ON "call_off" ("number");
CREATE INDEX "call_off_contract_id" ON "call_off" ("contract_id");
CREATE TABLE "call_off_stage" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "label" TEXT NOT NULL,
  "short" TEXT NOT NULL,
  "baseline_half_days" INTEGER NOT NULL,
  "target_half_days" INTEGER NOT NULL,
  "begun_on" TEXT CHECK ("begun_on" IS NULL OR (length("begun_on") = 10 AND "begun_on" IS date("begun_on", '+0 days'))),
  "done_on" TEXT CHECK ("done_on" IS NULL OR (length("done_on") = 10 AND "done_on" IS date("done_on", '+0 days'))),
  "by_noon" INTEGER NOT NULL CHECK ("by_noon" IN (0, 1)),
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "call_off_stage_made" ON "call_off_stage" ("made");
CREATE UNIQUE INDEX "call_off_stage_call_off_id_key" ON "call_off_stage" ("call_off_id", "key");
CREATE TABLE "call_off_pause" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "first_on" TEXT NOT NULL CHECK ("first_on" IS NULL OR (length("first_on") = 10 AND "first_on" IS date("first_on", '+0 days'))),
  "last_on" TEXT CHECK ("last_on" IS NULL OR (length("last_on") = 10 AND "last_on" IS date("last_on", '+0 days'))),
  "reason" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "call_off_pause_made" ON "call_off_pause" ("made");
CREATE INDEX "call_off_pause_call_off_id" ON "call_off_pause" ("call_off_id");
CREATE TABLE "call_off_loss" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "stage" TEXT NOT NULL,
  "cause" TEXT NOT NULL,
  "half_days" INTEGER NOT NULL,
  "note" TEXT NOT NULL,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "call_off_loss_made" ON "call_off_loss" ("made");
CREATE INDEX "call_off_loss_call_off_id" ON "call_off_loss" ("call_off_id");
CREATE TABLE "gate_entry" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
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
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "gate_entry_made" ON "gate_entry" ("made");
CREATE INDEX "gate_entry_call_off_id" ON "gate_entry" ("call_off_id");
CREATE TABLE "call_off_bidder" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "interests" TEXT NOT NULL,
  "interests_note" TEXT NOT NULL,
  "rank" INTEGER,
  "state" TEXT NOT NULL,
  "reason" TEXT,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "call_off_bidder_made" ON "call_off_bidder" ("made");
CREATE UNIQUE INDEX "call_off_bidder_call_off_id_name" ON "call_off_bidder" ("call_off_id", "name");
CREATE TABLE "call_off_paper" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "paper" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "dated_on" TEXT NOT NULL CHECK ("dated_on" IS NULL OR (length("dated_on") = 10 AND "dated_on" IS date("dated_on", '+0 days'))),
  "filed_by" TEXT NOT NULL,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "call_off_paper_made" ON "call_off_paper" ("made");
CREATE INDEX "call_off_paper_call_off_id" ON "call_off_paper" ("call_off_id");
CREATE INDEX "call_off_paper_sha256" ON "call_off_paper" ("sha256");
CREATE TABLE "call_off_saving" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  "claimed_pence" INTEGER NOT NULL,
  "validated_pence" INTEGER,
  "cashable_pence" INTEGER,
  "validated_by" TEXT,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "call_off_saving_made" ON "call_off_saving" ("made");
CREATE INDEX "call_off_saving_call_off_id" ON "call_off_saving" ("call_off_id");
CREATE TABLE "own_tier" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "framework" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "below_pence" INTEGER,
  "risk" TEXT NOT NULL,
  "approver" TEXT NOT NULL,
  "competition" TEXT NOT NULL,
  "gate_half_days" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("gate_half_days") = 'object'),
  "source" TEXT NOT NULL,
  "author" TEXT NOT NULL,
  "set_on" TEXT NOT NULL CHECK ("set_on" IS NULL OR (length("set_on") = 10 AND "set_on" IS date("set_on", '+0 days')))) STRICT;
CREATE INDEX "own_tier_made" ON "own_tier" ("made");
CREATE UNIQUE INDEX "own_tier_framework_number" ON "own_tier" ("framework", "number");

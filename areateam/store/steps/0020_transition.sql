-- Hand-overs: programmes, plans, tasks with signatures and evidence, baselines, the stocktake.
CREATE TABLE "programme_text" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "content" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("content") = 'object')) STRICT;
CREATE INDEX "programme_text_made" ON "programme_text" ("made");
CREATE UNIQUE INDEX "programme_text_digest" ON "programme_text" ("digest");
CREATE TABLE "handover" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "programme_id" INTEGER NOT NULL,
  "programme_key" TEXT NOT NULL,
  "place" TEXT NOT NULL,
  "place_name" TEXT NOT NULL,
  "sender" TEXT NOT NULL,
  "receiver" TEXT NOT NULL,
  "vesting" TEXT NOT NULL CHECK ("vesting" IS NULL OR (length("vesting") = 10 AND "vesting" IS date("vesting", '+0 days'))),
  "started_on" TEXT NOT NULL CHECK ("started_on" IS NULL OR (length("started_on") = 10 AND "started_on" IS date("started_on", '+0 days'))),
  FOREIGN KEY ("programme_id") REFERENCES "programme_text" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "handover_made" ON "handover" ("made");
CREATE INDEX "handover_programme_id" ON "handover" ("programme_id");
CREATE UNIQUE INDEX "handover_programme_key_place" ON "handover" ("programme_key", "place");
CREATE TABLE "transition_task" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "handover_id" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "workstream" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "owner_id" INTEGER,
  "due_on" TEXT NOT NULL CHECK ("due_on" IS NULL OR (length("due_on") = 10 AND "due_on" IS date("due_on", '+0 days'))),
  "length" INTEGER NOT NULL,
  "spare" INTEGER NOT NULL,
  "two_sided" INTEGER NOT NULL CHECK ("two_sided" IN (0, 1)),
  "evidence" TEXT NOT NULL,
  "accept" TEXT NOT NULL,
  "risk" TEXT NOT NULL,
  "basis" TEXT NOT NULL,
  "source" TEXT,
  "started_on" TEXT CHECK ("started_on" IS NULL OR (length("started_on") = 10 AND "started_on" IS date("started_on", '+0 days'))),
  "hand_on" TEXT CHECK ("hand_on" IS NULL OR (length("hand_on") = 10 AND "hand_on" IS date("hand_on", '+0 days'))),
  "hand_reason" TEXT,
  "sent_on" TEXT CHECK ("sent_on" IS NULL OR (length("sent_on") = 10 AND "sent_on" IS date("sent_on", '+0 days'))),
  "sent_by" TEXT,
  "accepted_on" TEXT CHECK ("accepted_on" IS NULL OR (length("accepted_on") = 10 AND "accepted_on" IS date("accepted_on", '+0 days'))),
  "accepted_by" TEXT,
  "queried_on" TEXT CHECK ("queried_on" IS NULL OR (length("queried_on") = 10 AND "queried_on" IS date("queried_on", '+0 days'))),
  "query" TEXT,
  "done_on" TEXT CHECK ("done_on" IS NULL OR (length("done_on") = 10 AND "done_on" IS date("done_on", '+0 days'))),
  "unproven_reason" TEXT,
  "override" TEXT,
  "override_reason" TEXT,
  "override_by" TEXT,
  "override_until" TEXT CHECK ("override_until" IS NULL OR (length("override_until") = 10 AND "override_until" IS date("override_until", '+0 days'))),
  "removed_on" TEXT CHECK ("removed_on" IS NULL OR (length("removed_on") = 10 AND "removed_on" IS date("removed_on", '+0 days'))),
  "removed_by" TEXT,
  "removed_reason" TEXT,
  FOREIGN KEY ("handover_id") REFERENCES "handover" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("owner_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "transition_task_made" ON "transition_task" ("made");
CREATE INDEX "transition_task_owner_id" ON "transition_task" ("owner_id");
CREATE UNIQUE INDEX "transition_task_handover_id_key" ON "transition_task" ("handover_id", "key");
CREATE TABLE "task_link" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "task_id" INTEGER NOT NULL,
  "other_id" INTEGER NOT NULL,
  "link" TEXT NOT NULL,
  "lag" INTEGER NOT NULL,
  FOREIGN KEY ("task_id") REFERENCES "transition_task" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("other_id") REFERENCES "transition_task" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "task_link_made" ON "task_link" ("made");
CREATE INDEX "task_link_other_id" ON "task_link" ("other_id");
CREATE UNIQUE INDEX "task_link_task_id_other_id" ON "task_link" ("task_id", "other_id");
CREATE TABLE "task_evidence" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "task_id" INTEGER NOT NULL,
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "dated_on" TEXT NOT NULL CHECK ("dated_on" IS NULL OR (length("dated_on") = 10 AND "dated_on" IS date("dated_on", '+0 days'))),
  "filed_by" TEXT NOT NULL,
  FOREIGN KEY ("task_id") REFERENCES "transition_task" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "task_evidence_made" ON "task_evidence" ("made");
CREATE INDEX "task_evidence_task_id" ON "task_evidence" ("task_id");
CREATE INDEX "task_evidence_sha256" ON "task_evidence" ("sha256");
CREATE TABLE "baseline" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "programme_key" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "taken_on" TEXT NOT NULL CHECK ("taken_on" IS NULL OR (length("taken_on") = 10 AND "taken_on" IS date("taken_on", '+0 days'))),
  "taken_by" TEXT NOT NULL) STRICT;
CREATE INDEX "baseline_made" ON "baseline" ("made");
CREATE UNIQUE INDEX "baseline_programme_key_name" ON "baseline" ("programme_key", "name");
CREATE TABLE "baseline_line" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "baseline_id" INTEGER NOT NULL,
  "task_id" INTEGER NOT NULL,
  "start_on" TEXT NOT NULL CHECK ("start_on" IS NULL OR (length("start_on") = 10 AND "start_on" IS date("start_on", '+0 days'))),
  "finish_on" TEXT NOT NULL CHECK ("finish_on" IS NULL OR (length("finish_on") = 10 AND "finish_on" IS date("finish_on", '+0 days'))),
  "due_on" TEXT NOT NULL CHECK ("due_on" IS NULL OR (length("due_on") = 10 AND "due_on" IS date("due_on", '+0 days'))),
  "done" INTEGER NOT NULL CHECK ("done" IN (0, 1)),
  FOREIGN KEY ("baseline_id") REFERENCES "baseline" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("task_id") REFERENCES "transition_task" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "baseline_line_made" ON "baseline_line" ("made");
CREATE INDEX "baseline_line_task_id" ON "baseline_line" ("task_id");
CREATE UNIQUE INDEX "baseline_line_baseline_id_task_id" ON "baseline_line" ("baseline_id", "task_id");
CREATE TABLE "stocktake_line" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "contract_id" INTEGER NOT NULL,
  "parties_right" INTEGER CHECK ("parties_right" IN (0, 1)),
  "spend_traced_pence" INTEGER,
  "receiver" TEXT,
  "split_needed" INTEGER CHECK ("split_needed" IN (0, 1)),
  "third_parties" TEXT,
  "subcontracts" INTEGER CHECK ("subcontracts" IN (0, 1)),
  "staff_transfer" INTEGER CHECK ("staff_transfer" IN (0, 1)),
  "premises_link" INTEGER CHECK ("premises_link" IN (0, 1)),
  "data_sharing" INTEGER CHECK ("data_sharing" IN (0, 1)),
  "document_score" INTEGER,
  "likelihood" INTEGER,
  "impact" INTEGER,
  "action" TEXT,
  "stage" TEXT NOT NULL,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "stocktake_line_made" ON "stocktake_line" ("made");
CREATE UNIQUE INDEX "stocktake_line_contract_id" ON "stocktake_line" ("contract_id");

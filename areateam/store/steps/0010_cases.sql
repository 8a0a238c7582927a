-- Cases: procedures in progress, their steps and clocks, pauses, entries, people and links.
CREATE TABLE "procedure_text" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "content" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("content") = 'object')) STRICT;
CREATE INDEX "procedure_text_made" ON "procedure_text" ("made");
CREATE UNIQUE INDEX "procedure_text_digest" ON "procedure_text" ("digest");
CREATE TABLE "case_file" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "contract_id" INTEGER NOT NULL,
  "procedure_id" INTEGER NOT NULL,
  "procedure_key" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "received_on" TEXT NOT NULL CHECK ("received_on" IS NULL OR (length("received_on") = 10 AND "received_on" IS date("received_on", '+0 days'))),
  "opened_on" TEXT NOT NULL CHECK ("opened_on" IS NULL OR (length("opened_on") = 10 AND "opened_on" IS date("opened_on", '+0 days'))),
  "manager_id" INTEGER,
  "risk" TEXT NOT NULL,
  "value_pence" INTEGER,
  "origin" TEXT,
  "dates" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("dates") = 'object'),
  "closed_on" TEXT CHECK ("closed_on" IS NULL OR (length("closed_on") = 10 AND "closed_on" IS date("closed_on", '+0 days'))),
  "outcome" TEXT,
  "outcome_reason" TEXT,
  "outcome_note" TEXT,
  "stage" TEXT,
  "next_step" TEXT,
  "next_due" TEXT CHECK ("next_due" IS NULL OR (length("next_due") = 10 AND "next_due" IS date("next_due", '+0 days'))),
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("procedure_id") REFERENCES "procedure_text" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("manager_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "case_file_made" ON "case_file" ("made");
CREATE INDEX "case_file_contract_id" ON "case_file" ("contract_id");
CREATE INDEX "case_file_procedure_id" ON "case_file" ("procedure_id");
CREATE INDEX "case_file_manager_id" ON "case_file" ("manager_id");
CREATE INDEX "case_file_closed_on_next_due" ON "case_file" ("closed_on", "next_due");
CREATE TABLE "case_step" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "label" TEXT NOT NULL,
  "stage" TEXT NOT NULL,
  "step_kind" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "person_id" INTEGER,
  "rule" TEXT,
  "days" INTEGER,
  "target" INTEGER,
  "start" TEXT,
  "start_on" TEXT CHECK ("start_on" IS NULL OR (length("start_on") = 10 AND "start_on" IS date("start_on", '+0 days'))),
  "legal" TEXT CHECK ("legal" IS NULL OR (length("legal") = 10 AND "legal" IS date("legal", '+0 days'))),
  "working" TEXT CHECK ("working" IS NULL OR (length("working") = 10 AND "working" IS date("working", '+0 days'))),
  "gives_first_day" INTEGER NOT NULL CHECK ("gives_first_day" IN (0, 1)),
  "paused_from" TEXT CHECK ("paused_from" IS NULL OR (length("paused_from") = 10 AND "paused_from" IS date("paused_from", '+0 days'))),
  "agreed_on" TEXT CHECK ("agreed_on" IS NULL OR (length("agreed_on") = 10 AND "agreed_on" IS date("agreed_on", '+0 days'))),
  "agreed_evidence" TEXT,
  "hand_on" TEXT CHECK ("hand_on" IS NULL OR (length("hand_on") = 10 AND "hand_on" IS date("hand_on", '+0 days'))),
  "hand_reason" TEXT,
  "letter" TEXT,
  "optional" INTEGER NOT NULL CHECK ("optional" IN (0, 1)),
  "added" INTEGER NOT NULL CHECK ("added" IN (0, 1)),
  "done_on" TEXT CHECK ("done_on" IS NULL OR (length("done_on") = 10 AND "done_on" IS date("done_on", '+0 days'))),
  "decision" TEXT,
  "decided_role" TEXT,
  "decided_by_id" INTEGER,
  "skipped_on" TEXT CHECK ("skipped_on" IS NULL OR (length("skipped_on") = 10 AND "skipped_on" IS date("skipped_on", '+0 days'))),
  "skipped_reason" TEXT,
  "note" TEXT,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("decided_by_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "case_step_made" ON "case_step" ("made");
CREATE INDEX "case_step_person_id" ON "case_step" ("person_id");
CREATE INDEX "case_step_decided_by_id" ON "case_step" ("decided_by_id");
CREATE UNIQUE INDEX "case_step_case_id_key" ON "case_step" ("case_id", "key");
CREATE INDEX "case_step_working" ON "case_step" ("working") WHERE ((("working" IS NOT NULL) AND ("done_on" IS NULL)) AND ("skipped_on" IS NULL));
CREATE TABLE "case_pause" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "step_id" INTEGER NOT NULL,
  "first_on" TEXT NOT NULL CHECK ("first_on" IS NULL OR (length("first_on") = 10 AND "first_on" IS date("first_on", '+0 days'))),
  "last_on" TEXT CHECK ("last_on" IS NULL OR (length("last_on") = 10 AND "last_on" IS date("last_on", '+0 days'))),
  "reason" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  "author" TEXT NOT NULL,
  "entered_on" TEXT NOT NULL CHECK ("entered_on" IS NULL OR (length("entered_on") = 10 AND "entered_on" IS date("entered_on", '+0 days'))),
  FOREIGN KEY ("step_id") REFERENCES "case_step" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "case_pause_made" ON "case_pause" ("made");
CREATE INDEX "case_pause_step_id" ON "case_pause" ("step_id");
CREATE TABLE "case_entry" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "happened_on" TEXT NOT NULL CHECK ("happened_on" IS NULL OR (length("happened_on") = 10 AND "happened_on" IS date("happened_on", '+0 days'))),
  "category" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "author" TEXT NOT NULL,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "case_entry_made" ON "case_entry" ("made");
CREATE INDEX "case_entry_case_id" ON "case_entry" ("case_id");
CREATE TABLE "case_role" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "person_id" INTEGER NOT NULL,
  "role" TEXT NOT NULL,
  "valid_from" TEXT NOT NULL CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days'))),
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "case_role_made" ON "case_role" ("made");
CREATE INDEX "case_role_case_id" ON "case_role" ("case_id");
CREATE INDEX "case_role_person_id" ON "case_role" ("person_id");
CREATE TABLE "case_link" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "other_id" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("other_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "case_link_made" ON "case_link" ("made");
CREATE INDEX "case_link_case_id" ON "case_link" ("case_id");
CREATE INDEX "case_link_other_id" ON "case_link" ("other_id");
CREATE UNIQUE INDEX "case_link_case_id_other_id" ON "case_link" ("case_id", "other_id");
CREATE TABLE "own_day" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "day" TEXT NOT NULL CHECK ("day" IS NULL OR (length("day") = 10 AND "day" IS date("day", '+0 days'))),
  "name" TEXT NOT NULL) STRICT;
CREATE INDEX "own_day_made" ON "own_day" ("made");
CREATE UNIQUE INDEX "own_day_day" ON "own_day" ("day");

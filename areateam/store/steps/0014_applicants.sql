-- Cases of applicants who have no contract yet: cases and documents may stand without one.
CREATE TABLE "applicant" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "group_key" TEXT NOT NULL,
  "contract_type" TEXT,
  "contractor_id" INTEGER,
  "site_id" INTEGER,
  "pct_code" TEXT,
  FOREIGN KEY ("contractor_id") REFERENCES "contractor" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "applicant_made" ON "applicant" ("made");
CREATE INDEX "applicant_contractor_id" ON "applicant" ("contractor_id");
CREATE INDEX "applicant_site_id" ON "applicant" ("site_id");
CREATE TABLE "case_file_new" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "contract_id" INTEGER,
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
  "applicant_id" INTEGER,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("procedure_id") REFERENCES "procedure_text" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("manager_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("applicant_id") REFERENCES "applicant" ("id") ON DELETE RESTRICT) STRICT;
INSERT INTO "case_file_new" (
  id, uid, made, contract_id, procedure_id, procedure_key, title, received_on, opened_on,
  manager_id, risk, value_pence, origin, dates, closed_on, outcome, outcome_reason,
  outcome_note, stage, next_step, next_due)
  SELECT
  id, uid, made, contract_id, procedure_id, procedure_key, title, received_on, opened_on,
  manager_id, risk, value_pence, origin, dates, closed_on, outcome, outcome_reason,
  outcome_note, stage, next_step, next_due
  FROM "case_file";
-- The numbers of records that were removed are not given again.
DELETE FROM sqlite_sequence WHERE name = 'case_file_new';
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'case_file_new', seq FROM sqlite_sequence WHERE name = 'case_file';
DROP TABLE "case_file";
ALTER TABLE "case_file_new" RENAME TO "case_file";
CREATE INDEX "case_file_made" ON "case_file" ("made");
CREATE INDEX "case_file_contract_id" ON "case_file" ("contract_id");
CREATE INDEX "case_file_procedure_id" ON "case_file" ("procedure_id");
CREATE INDEX "case_file_manager_id" ON "case_file" ("manager_id");
CREATE INDEX "case_file_applicant_id" ON "case_file" ("applicant_id");
CREATE INDEX "case_file_closed_on_next_due" ON "case_file" ("closed_on", "next_due");
CREATE TABLE "document_new" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "contract_id" INTEGER,
  "case_id" INTEGER,
  "step_id" INTEGER,
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "dated_on" TEXT NOT NULL CHECK ("dated_on" IS NULL OR (length("dated_on") = 10 AND "dated_on" IS date("dated_on", '+0 days'))),
  "state" TEXT NOT NULL,
  "letter" TEXT,
  "follows_id" INTEGER,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("step_id") REFERENCES "case_step" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("follows_id") REFERENCES "document" ("id") ON DELETE RESTRICT) STRICT;
INSERT INTO "document_new" (
  id, uid, made, contract_id, case_id, step_id, sha256, size, name, title, dated_on, state,
  letter, follows_id)
  SELECT
  id, uid, made, contract_id, case_id, step_id, sha256, size, name, title, dated_on, state,
  letter, follows_id
  FROM "document";
-- The numbers of records that were removed are not given again.
DELETE FROM sqlite_sequence WHERE name = 'document_new';
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'document_new', seq FROM sqlite_sequence WHERE name = 'document';
DROP TABLE "document";
ALTER TABLE "document_new" RENAME TO "document";
CREATE INDEX "document_made" ON "document" ("made");
CREATE INDEX "document_contract_id" ON "document" ("contract_id");
CREATE INDEX "document_case_id" ON "document" ("case_id");
CREATE INDEX "document_step_id" ON "document" ("step_id");
CREATE INDEX "document_sha256" ON "document" ("sha256");
CREATE INDEX "document_follows_id" ON "document" ("follows_id");

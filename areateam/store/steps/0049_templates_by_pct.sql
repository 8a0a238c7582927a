-- Word templates by PCT and version, and what each letter was written on.
CREATE TABLE "letter_template_new" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "letter" TEXT NOT NULL,
  "pct" TEXT NOT NULL DEFAULT '',
  "version" INTEGER NOT NULL DEFAULT 1,
  "in_use" INTEGER NOT NULL DEFAULT 1 CHECK ("in_use" IN (0, 1)),
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "name" TEXT NOT NULL) STRICT;
INSERT INTO "letter_template_new" (
  id, uid, made, letter, sha256, size, name)
  SELECT
  id, uid, made, letter, sha256, size, name
  FROM "letter_template";
-- The numbers of records that were removed are not given again.
DELETE FROM sqlite_sequence WHERE name = 'letter_template_new';
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'letter_template_new', seq FROM sqlite_sequence WHERE name = 'letter_template';
DROP TABLE "letter_template";
ALTER TABLE "letter_template_new" RENAME TO "letter_template";
CREATE INDEX "letter_template_made" ON "letter_template" ("made");
CREATE UNIQUE INDEX "letter_template_letter_pct_version" ON "letter_template" ("letter", "pct", "version");
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
  "letter_version" INTEGER,
  "template_id" INTEGER,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("step_id") REFERENCES "case_step" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("follows_id") REFERENCES "document" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("template_id") REFERENCES "letter_template" ("id") ON DELETE RESTRICT) STRICT;
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
CREATE INDEX "document_template_id" ON "document" ("template_id");

-- Documents: the bytes once, and each place where they belong.
CREATE TABLE "document_content" ("id" INTEGER NOT NULL PRIMARY KEY,
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "content" BLOB NOT NULL) STRICT;
CREATE UNIQUE INDEX "document_content_sha256" ON "document_content" ("sha256");
CREATE TABLE "document" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "contract_id" INTEGER NOT NULL,
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
CREATE INDEX "document_made" ON "document" ("made");
CREATE INDEX "document_contract_id" ON "document" ("contract_id");
CREATE INDEX "document_case_id" ON "document" ("case_id");
CREATE INDEX "document_step_id" ON "document" ("step_id");
CREATE INDEX "document_sha256" ON "document" ("sha256");
CREATE INDEX "document_follows_id" ON "document" ("follows_id");

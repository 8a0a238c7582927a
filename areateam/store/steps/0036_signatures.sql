-- Signatures that came in files of the other side, and the contracts these list.
CREATE TABLE "contract_statement" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "content" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("content") = 'object')) STRICT;
CREATE INDEX "contract_statement_made" ON "contract_statement" ("made");
CREATE UNIQUE INDEX "contract_statement_digest" ON "contract_statement" ("digest");
CREATE TABLE "their_signature" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "task_id" INTEGER NOT NULL,
  "side" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "signed_on" TEXT NOT NULL CHECK ("signed_on" IS NULL OR (length("signed_on") = 10 AND "signed_on" IS date("signed_on", '+0 days'))),
  "evidence" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("evidence") = 'object'),
  "contracts_id" INTEGER NOT NULL,
  "register" TEXT NOT NULL,
  "written_at" TEXT NOT NULL,
  "written_by" TEXT NOT NULL,
  FOREIGN KEY ("task_id") REFERENCES "transition_task" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("contracts_id") REFERENCES "contract_statement" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "their_signature_made" ON "their_signature" ("made");
CREATE INDEX "their_signature_contracts_id" ON "their_signature" ("contracts_id");
CREATE UNIQUE INDEX "their_signature_task_id_side" ON "their_signature" ("task_id", "side");

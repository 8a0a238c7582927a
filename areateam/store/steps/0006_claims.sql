-- What each line stated, the stated values that did not come to stand, and whose word counts first.
ALTER TABLE source_line ADD COLUMN "stated" INTEGER;
ALTER TABLE source_line ADD COLUMN "site" INTEGER;
ALTER TABLE source_line ADD COLUMN "contractor" INTEGER;
CREATE INDEX "source_line_site" ON "source_line" ("site") WHERE ("site" IS NOT NULL);
CREATE INDEX "source_line_contractor" ON "source_line" ("contractor") WHERE ("contractor" IS NOT NULL);
CREATE TABLE "claim" ("id" INTEGER NOT NULL PRIMARY KEY,
  "batch_id" INTEGER NOT NULL,
  "line" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "record" INTEGER NOT NULL,
  "field" TEXT NOT NULL,
  "value" ANY,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;
CREATE INDEX "claim_kind_field_record" ON "claim" ("kind", "field", "record");
CREATE TABLE "derivation" ("id" INTEGER NOT NULL PRIMARY KEY,
  "operation" INTEGER NOT NULL,
  "field" TEXT NOT NULL) STRICT;
CREATE TABLE "precedence" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "field" TEXT NOT NULL,
  "sources" TEXT NOT NULL) STRICT;
CREATE INDEX "precedence_made" ON "precedence" ("made");
CREATE UNIQUE INDEX "precedence_field" ON "precedence" ("field");

-- What a person decided about a file before it went in: cells corrected, records it does not name.
CREATE TABLE "batch_fix" ("id" INTEGER NOT NULL PRIMARY KEY,
  "batch_id" INTEGER NOT NULL,
  "line" INTEGER NOT NULL,
  "mark" INTEGER NOT NULL,
  "place" INTEGER NOT NULL,
  "heading" TEXT NOT NULL,
  "before" TEXT NOT NULL,
  "after" TEXT NOT NULL,
  "kind" TEXT,
  "record" INTEGER,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;
CREATE INDEX "batch_fix_batch_id" ON "batch_fix" ("batch_id");
CREATE INDEX "batch_fix_record_kind" ON "batch_fix" ("record", "kind");
CREATE TABLE "batch_absent" ("id" INTEGER NOT NULL PRIMARY KEY,
  "batch_id" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "record" INTEGER NOT NULL,
  "decision" TEXT NOT NULL,
  "ends" TEXT CHECK ("ends" IS NULL OR (length("ends") = 10 AND "ends" IS date("ends", '+0 days'))),
  "reason" TEXT NOT NULL,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;
CREATE INDEX "batch_absent_batch_id" ON "batch_absent" ("batch_id");
CREATE INDEX "batch_absent_record_kind" ON "batch_absent" ("record", "kind");

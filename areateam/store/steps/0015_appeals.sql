-- The right of appeal that a closed case gave, and the case that answers an appeal.
CREATE TABLE "case_appeal" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "outcome" TEXT NOT NULL,
  "rule" TEXT,
  "to_whom" TEXT NOT NULL,
  "start_on" TEXT CHECK ("start_on" IS NULL OR (length("start_on") = 10 AND "start_on" IS date("start_on", '+0 days'))),
  "legal" TEXT CHECK ("legal" IS NULL OR (length("legal") = 10 AND "legal" IS date("legal", '+0 days'))),
  "working" TEXT CHECK ("working" IS NULL OR (length("working") = 10 AND "working" IS date("working", '+0 days'))),
  "received_on" TEXT CHECK ("received_on" IS NULL OR (length("received_on") = 10 AND "received_on" IS date("received_on", '+0 days'))),
  "answered_by_id" INTEGER,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("answered_by_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "case_appeal_made" ON "case_appeal" ("made");
CREATE UNIQUE INDEX "case_appeal_case_id" ON "case_appeal" ("case_id");
CREATE INDEX "case_appeal_answered_by_id" ON "case_appeal" ("answered_by_id");
CREATE INDEX "case_appeal_legal" ON "case_appeal" ("legal") WHERE (("legal" IS NOT NULL) AND ("received_on" IS NULL));

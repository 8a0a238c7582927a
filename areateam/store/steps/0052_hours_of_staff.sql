-- The time that staff spend on cases, and what an hour of it costs.
CREATE TABLE "case_hours" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "step_id" INTEGER,
  "person_id" INTEGER NOT NULL,
  "worked_on" TEXT NOT NULL CHECK ("worked_on" IS NULL OR (length("worked_on") = 10 AND "worked_on" IS date("worked_on", '+0 days'))),
  "minutes" INTEGER NOT NULL,
  "note" TEXT,
  "author" TEXT NOT NULL,
  "entered_on" TEXT NOT NULL CHECK ("entered_on" IS NULL OR (length("entered_on") = 10 AND "entered_on" IS date("entered_on", '+0 days'))),
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("step_id") REFERENCES "case_step" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "case_hours_made" ON "case_hours" ("made");
CREATE INDEX "case_hours_case_id" ON "case_hours" ("case_id");
CREATE INDEX "case_hours_step_id" ON "case_hours" ("step_id");
CREATE INDEX "case_hours_person_id" ON "case_hours" ("person_id");
CREATE TABLE "staff_rate" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "first_on" TEXT NOT NULL CHECK ("first_on" IS NULL OR (length("first_on") = 10 AND "first_on" IS date("first_on", '+0 days'))),
  "pence" INTEGER NOT NULL,
  "source" TEXT NOT NULL,
  "confidence" INTEGER,
  "author" TEXT NOT NULL,
  "set_on" TEXT NOT NULL CHECK ("set_on" IS NULL OR (length("set_on") = 10 AND "set_on" IS date("set_on", '+0 days')))) STRICT;
CREATE INDEX "staff_rate_made" ON "staff_rate" ("made");
CREATE UNIQUE INDEX "staff_rate_first_on" ON "staff_rate" ("first_on");

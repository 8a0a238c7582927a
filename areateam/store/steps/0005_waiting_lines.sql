-- Lines that wait can be worked on; what a PCT says its file adds up to is kept.
CREATE TABLE "held_line_new" ("id" INTEGER NOT NULL PRIMARY KEY,
  "batch_id" INTEGER NOT NULL,
  "line" INTEGER NOT NULL,
  "outcome" TEXT NOT NULL,
  "cells" TEXT NOT NULL,
  "record" INTEGER,
  "pct_code" TEXT,
  "code" TEXT,
  "name" TEXT,
  "same_as" INTEGER,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;
INSERT INTO held_line_new (id, batch_id, line, outcome, cells, record)
  SELECT id, batch_id, line, outcome, cells, record FROM held_line;
DROP TABLE held_line;
ALTER TABLE held_line_new RENAME TO held_line;
CREATE INDEX "held_line_batch_id" ON "held_line" ("batch_id");
CREATE TABLE "waiting_line" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "held" INTEGER NOT NULL,
  "manager_id" INTEGER,
  "due_on" TEXT CHECK ("due_on" IS NULL OR (length("due_on") = 10 AND "due_on" IS date("due_on", '+0 days'))),
  "note" TEXT,
  "cells" TEXT,
  "findings" TEXT,
  "closed" TEXT,
  "closed_on" TEXT CHECK ("closed_on" IS NULL OR (length("closed_on") = 10 AND "closed_on" IS date("closed_on", '+0 days'))),
  "closed_by" TEXT,
  "reason" TEXT,
  "subject" TEXT,
  "went_to" INTEGER,
  FOREIGN KEY ("manager_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "waiting_line_made" ON "waiting_line" ("made");
CREATE INDEX "waiting_line_manager_id" ON "waiting_line" ("manager_id");
CREATE UNIQUE INDEX "waiting_line_held" ON "waiting_line" ("held");
CREATE TABLE "control_total" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "batch" INTEGER NOT NULL,
  "measure" TEXT NOT NULL,
  "amount" INTEGER NOT NULL) STRICT;
CREATE INDEX "control_total_made" ON "control_total" ("made");
CREATE UNIQUE INDEX "control_total_batch_measure" ON "control_total" ("batch", "measure");

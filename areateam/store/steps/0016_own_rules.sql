-- Figures of rules that an office sets or confirms.
CREATE TABLE "own_rule" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "rule" TEXT NOT NULL,
  "first_on" TEXT NOT NULL CHECK ("first_on" IS NULL OR (length("first_on") = 10 AND "first_on" IS date("first_on", '+0 days'))),
  "number" TEXT NOT NULL,
  "unit" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "author" TEXT NOT NULL,
  "set_on" TEXT NOT NULL CHECK ("set_on" IS NULL OR (length("set_on") = 10 AND "set_on" IS date("set_on", '+0 days')))) STRICT;
CREATE INDEX "own_rule_made" ON "own_rule" ("made");
CREATE UNIQUE INDEX "own_rule_rule_first_on" ON "own_rule" ("rule", "first_on");

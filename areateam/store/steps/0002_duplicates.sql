-- What merged records were known by, and which records are not the same.
CREATE TABLE "alias" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "kind_of" TEXT NOT NULL,
  "record" INTEGER NOT NULL,
  "was" INTEGER NOT NULL,
  "field" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days')))) STRICT;
CREATE INDEX "alias_made" ON "alias" ("made");
CREATE INDEX "alias_kind_of_field_value" ON "alias" ("kind_of", "field", "value");
CREATE INDEX "alias_kind_of_record" ON "alias" ("kind_of", "record");
CREATE INDEX "alias_kind_of_was" ON "alias" ("kind_of", "was");
CREATE TABLE "not_same" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "kind_of" TEXT NOT NULL,
  "one" INTEGER NOT NULL,
  "other" INTEGER NOT NULL,
  "one_known" TEXT NOT NULL,
  "other_known" TEXT NOT NULL) STRICT;
CREATE INDEX "not_same_made" ON "not_same" ("made");
CREATE UNIQUE INDEX "not_same_kind_of_one_other" ON "not_same" ("kind_of", "one", "other");
CREATE INDEX "not_same_kind_of_other" ON "not_same" ("kind_of", "other");

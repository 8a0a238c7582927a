-- Series over time: where the limits of an indicator begin anew, and why.
CREATE TABLE "series_base" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "indicator" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "contract_id" INTEGER,
  "body_code" TEXT,
  "starts_on" TEXT NOT NULL CHECK ("starts_on" IS NULL OR (length("starts_on") = 10 AND "starts_on" IS date("starts_on", '+0 days'))),
  "locked" INTEGER,
  "reason" TEXT NOT NULL,
  "author" TEXT NOT NULL,
  "set_on" TEXT NOT NULL CHECK ("set_on" IS NULL OR (length("set_on") = 10 AND "set_on" IS date("set_on", '+0 days'))),
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "series_base_made" ON "series_base" ("made");
CREATE INDEX "series_base_contract_id" ON "series_base" ("contract_id");
CREATE INDEX "series_base_indicator_level" ON "series_base" ("indicator", "level");

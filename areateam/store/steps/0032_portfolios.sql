-- Portfolios: who in the area team looks after what, and who is away.
CREATE TABLE "portfolio" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "person_id" INTEGER NOT NULL,
  "function_id" INTEGER,
  "group_key" TEXT,
  "pct" TEXT,
  "deputy" INTEGER NOT NULL CHECK ("deputy" IN (0, 1)),
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days'))),
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("function_id") REFERENCES "duty_function" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "portfolio_made" ON "portfolio" ("made");
CREATE INDEX "portfolio_person_id" ON "portfolio" ("person_id");
CREATE INDEX "portfolio_function_id" ON "portfolio" ("function_id");
CREATE TABLE "absence" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "person_id" INTEGER NOT NULL,
  "cover_id" INTEGER,
  "first_on" TEXT NOT NULL CHECK ("first_on" IS NULL OR (length("first_on") = 10 AND "first_on" IS date("first_on", '+0 days'))),
  "last_on" TEXT NOT NULL CHECK ("last_on" IS NULL OR (length("last_on") = 10 AND "last_on" IS date("last_on", '+0 days'))),
  "reason" TEXT,
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("cover_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "absence_made" ON "absence" ("made");
CREATE INDEX "absence_person_id" ON "absence" ("person_id");
CREATE INDEX "absence_cover_id" ON "absence" ("cover_id");

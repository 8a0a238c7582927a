-- Plans that became one plan, and how often the owner of a measure looks at it.
CREATE TABLE "plan_new" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "lineage" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "starts_on" TEXT NOT NULL CHECK ("starts_on" IS NULL OR (length("starts_on") = 10 AND "starts_on" IS date("starts_on", '+0 days'))),
  "years" INTEGER NOT NULL,
  "version" INTEGER NOT NULL,
  "follows_id" INTEGER,
  "copy_of_id" INTEGER,
  "settled" TEXT,
  "merged_into_id" INTEGER,
  FOREIGN KEY ("follows_id") REFERENCES "plan" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("copy_of_id") REFERENCES "plan" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("merged_into_id") REFERENCES "plan" ("id") ON DELETE RESTRICT) STRICT;
INSERT INTO "plan_new" (
  id, uid, made, lineage, name, body, starts_on, years, version, follows_id, copy_of_id, settled)
  SELECT
  id, uid, made, lineage, name, body, starts_on, years, version, follows_id, copy_of_id, settled
  FROM "plan";
-- The numbers of records that were removed are not given again.
DELETE FROM sqlite_sequence WHERE name = 'plan_new';
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'plan_new', seq FROM sqlite_sequence WHERE name = 'plan';
DROP TABLE "plan";
ALTER TABLE "plan_new" RENAME TO "plan";
CREATE INDEX "plan_made" ON "plan" ("made");
CREATE INDEX "plan_lineage" ON "plan" ("lineage");
CREATE INDEX "plan_follows_id" ON "plan" ("follows_id");
CREATE INDEX "plan_copy_of_id" ON "plan" ("copy_of_id");
CREATE INDEX "plan_merged_into_id" ON "plan" ("merged_into_id");
CREATE TABLE "plan_measure_new" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "aim_id" INTEGER NOT NULL,
  "lineage" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "unit" TEXT NOT NULL,
  "places" INTEGER NOT NULL,
  "direction" TEXT NOT NULL,
  "baseline" INTEGER,
  "baseline_on" TEXT CHECK ("baseline_on" IS NULL OR (length("baseline_on") = 10 AND "baseline_on" IS date("baseline_on", '+0 days'))),
  "source" TEXT,
  "indicator" TEXT,
  "owner_id" INTEGER,
  "check_in" INTEGER,
  FOREIGN KEY ("aim_id") REFERENCES "plan_aim" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("owner_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
INSERT INTO "plan_measure_new" (
  id, uid, made, aim_id, lineage, name, unit, places, direction, baseline, baseline_on, source,
  indicator, owner_id)
  SELECT
  id, uid, made, aim_id, lineage, name, unit, places, direction, baseline, baseline_on, source,
  indicator, owner_id
  FROM "plan_measure";
-- The numbers of records that were removed are not given again.
DELETE FROM sqlite_sequence WHERE name = 'plan_measure_new';
INSERT INTO sqlite_sequence (name, seq)
  SELECT 'plan_measure_new', seq FROM sqlite_sequence WHERE name = 'plan_measure';
DROP TABLE "plan_measure";
ALTER TABLE "plan_measure_new" RENAME TO "plan_measure";
CREATE INDEX "plan_measure_made" ON "plan_measure" ("made");
CREATE INDEX "plan_measure_aim_id" ON "plan_measure" ("aim_id");
CREATE INDEX "plan_measure_lineage" ON "plan_measure" ("lineage");
CREATE INDEX "plan_measure_owner_id" ON "plan_measure" ("owner_id");

-- Plans: versions, aims, measures with targets and figures, money and its limits.
CREATE TABLE "plan" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
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
  FOREIGN KEY ("follows_id") REFERENCES "plan" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("copy_of_id") REFERENCES "plan" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "plan_made" ON "plan" ("made");
CREATE INDEX "plan_lineage" ON "plan" ("lineage");
CREATE INDEX "plan_follows_id" ON "plan" ("follows_id");
CREATE INDEX "plan_copy_of_id" ON "plan" ("copy_of_id");
CREATE TABLE "plan_aim" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "plan_id" INTEGER NOT NULL,
  "lineage" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "benefit" TEXT NOT NULL,
  "domain" INTEGER,
  "owner_id" INTEGER,
  "dropped_on" TEXT CHECK ("dropped_on" IS NULL OR (length("dropped_on") = 10 AND "dropped_on" IS date("dropped_on", '+0 days'))),
  "drop_reason" TEXT,
  FOREIGN KEY ("plan_id") REFERENCES "plan" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("owner_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "plan_aim_made" ON "plan_aim" ("made");
CREATE INDEX "plan_aim_plan_id" ON "plan_aim" ("plan_id");
CREATE INDEX "plan_aim_lineage" ON "plan_aim" ("lineage");
CREATE INDEX "plan_aim_owner_id" ON "plan_aim" ("owner_id");
CREATE TABLE "plan_measure" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
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
  FOREIGN KEY ("aim_id") REFERENCES "plan_aim" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("owner_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "plan_measure_made" ON "plan_measure" ("made");
CREATE INDEX "plan_measure_aim_id" ON "plan_measure" ("aim_id");
CREATE INDEX "plan_measure_lineage" ON "plan_measure" ("lineage");
CREATE INDEX "plan_measure_owner_id" ON "plan_measure" ("owner_id");
CREATE TABLE "plan_target" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "measure_id" INTEGER NOT NULL,
  "year" INTEGER NOT NULL,
  "target" INTEGER NOT NULL,
  FOREIGN KEY ("measure_id") REFERENCES "plan_measure" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "plan_target_made" ON "plan_target" ("made");
CREATE UNIQUE INDEX "plan_target_measure_id_year" ON "plan_target" ("measure_id", "year");
CREATE TABLE "plan_actual" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "lineage" TEXT NOT NULL,
  "taken_on" TEXT NOT NULL CHECK ("taken_on" IS NULL OR (length("taken_on") = 10 AND "taken_on" IS date("taken_on", '+0 days'))),
  "figure" INTEGER NOT NULL,
  "source" TEXT NOT NULL) STRICT;
CREATE INDEX "plan_actual_made" ON "plan_actual" ("made");
CREATE INDEX "plan_actual_lineage" ON "plan_actual" ("lineage");
CREATE TABLE "plan_line" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "plan_id" INTEGER NOT NULL,
  "aim_id" INTEGER,
  "lineage" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "nature" TEXT NOT NULL,
  "recurrent" INTEGER NOT NULL CHECK ("recurrent" IN (0, 1)),
  "starts_on" TEXT NOT NULL CHECK ("starts_on" IS NULL OR (length("starts_on") = 10 AND "starts_on" IS date("starts_on", '+0 days'))),
  "ends_on" TEXT CHECK ("ends_on" IS NULL OR (length("ends_on") = 10 AND "ends_on" IS date("ends_on", '+0 days'))),
  "amount_pence" INTEGER NOT NULL,
  "body" TEXT,
  "contract_id" INTEGER,
  "case_id" INTEGER,
  "calloff" TEXT,
  FOREIGN KEY ("plan_id") REFERENCES "plan" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("aim_id") REFERENCES "plan_aim" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "plan_line_made" ON "plan_line" ("made");
CREATE INDEX "plan_line_plan_id" ON "plan_line" ("plan_id");
CREATE INDEX "plan_line_aim_id" ON "plan_line" ("aim_id");
CREATE INDEX "plan_line_lineage" ON "plan_line" ("lineage");
CREATE INDEX "plan_line_contract_id" ON "plan_line" ("contract_id");
CREATE INDEX "plan_line_case_id" ON "plan_line" ("case_id");
CREATE TABLE "plan_control" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "plan_id" INTEGER NOT NULL,
  "year" INTEGER NOT NULL,
  "amount_pence" INTEGER NOT NULL,
  "explanation" TEXT NOT NULL,
  FOREIGN KEY ("plan_id") REFERENCES "plan" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "plan_control_made" ON "plan_control" ("made");
CREATE UNIQUE INDEX "plan_control_plan_id_year" ON "plan_control" ("plan_id", "year");

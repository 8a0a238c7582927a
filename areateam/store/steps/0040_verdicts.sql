-- Verdicts: what people said of outliers, with the chart as it stood.
CREATE TABLE "verdict" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "indicator" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "contract_id" INTEGER,
  "body_code" TEXT,
  "chart_on" TEXT NOT NULL CHECK ("chart_on" IS NULL OR (length("chart_on") = 10 AND "chart_on" IS date("chart_on", '+0 days'))),
  "judged_on" TEXT NOT NULL CHECK ("judged_on" IS NULL OR (length("judged_on") = 10 AND "judged_on" IS date("judged_on", '+0 days'))),
  "verdict" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "evidence" TEXT,
  "reviewer" TEXT NOT NULL,
  "review_by" TEXT CHECK ("review_by" IS NULL OR (length("review_by") = 10 AND "review_by" IS date("review_by", '+0 days'))),
  "case_id" INTEGER,
  "frozen" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("frozen") = 'object'),
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "verdict_made" ON "verdict" ("made");
CREATE INDEX "verdict_contract_id" ON "verdict" ("contract_id");
CREATE INDEX "verdict_case_id" ON "verdict" ("case_id");
CREATE INDEX "verdict_indicator_level" ON "verdict" ("indicator", "level");

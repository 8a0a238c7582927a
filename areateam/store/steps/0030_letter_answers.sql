-- What a person filled in for the letter of a step, kept from draft to draft.
CREATE TABLE "letter_answers" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "step_id" INTEGER NOT NULL,
  "stated" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("stated") = 'object'),
  FOREIGN KEY ("step_id") REFERENCES "case_step" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "letter_answers_made" ON "letter_answers" ("made");
CREATE UNIQUE INDEX "letter_answers_step_id" ON "letter_answers" ("step_id");

-- Word templates that an office brings for its letters.
CREATE TABLE "letter_template" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "letter" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "name" TEXT NOT NULL) STRICT;
CREATE INDEX "letter_template_made" ON "letter_template" ("made");
CREATE UNIQUE INDEX "letter_template_letter" ON "letter_template" ("letter");

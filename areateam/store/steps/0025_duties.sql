-- Responsibilities: matrices with functions and bodies, who holds what, and whom to ring.
CREATE TABLE "duty_matrix" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "about" TEXT NOT NULL,
  "change_on" TEXT NOT NULL CHECK ("change_on" IS NULL OR (length("change_on") = 10 AND "change_on" IS date("change_on", '+0 days'))),
  "shown_from" TEXT NOT NULL CHECK ("shown_from" IS NULL OR (length("shown_from") = 10 AND "shown_from" IS date("shown_from", '+0 days'))),
  "shown_to" TEXT NOT NULL CHECK ("shown_to" IS NULL OR (length("shown_to") = 10 AND "shown_to" IS date("shown_to", '+0 days')))) STRICT;
CREATE INDEX "duty_matrix_made" ON "duty_matrix" ("made");
CREATE UNIQUE INDEX "duty_matrix_key" ON "duty_matrix" ("key");
CREATE TABLE "duty_body" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "matrix_id" INTEGER NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "kind_of" TEXT,
  "own" INTEGER NOT NULL CHECK ("own" IN (0, 1)),
  "position" INTEGER NOT NULL,
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days'))),
  "source" TEXT,
  "evidence" TEXT,
  "confidence" INTEGER,
  "note" TEXT,
  FOREIGN KEY ("matrix_id") REFERENCES "duty_matrix" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "duty_body_made" ON "duty_body" ("made");
CREATE UNIQUE INDEX "duty_body_matrix_id_code" ON "duty_body" ("matrix_id", "code");
CREATE TABLE "duty_function" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "matrix_id" INTEGER NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "area" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "covers" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("covers") = 'object'),
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days'))),
  FOREIGN KEY ("matrix_id") REFERENCES "duty_matrix" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "duty_function_made" ON "duty_function" ("made");
CREATE UNIQUE INDEX "duty_function_matrix_id_code" ON "duty_function" ("matrix_id", "code");
CREATE TABLE "duty" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "function_id" INTEGER NOT NULL,
  "body_id" INTEGER NOT NULL,
  "letters" TEXT NOT NULL,
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days'))),
  "source" TEXT,
  "evidence" TEXT,
  "confidence" INTEGER,
  "note" TEXT,
  "confirmed_on" TEXT CHECK ("confirmed_on" IS NULL OR (length("confirmed_on") = 10 AND "confirmed_on" IS date("confirmed_on", '+0 days'))),
  "confirmed_by" TEXT,
  FOREIGN KEY ("function_id") REFERENCES "duty_function" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("body_id") REFERENCES "duty_body" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "duty_made" ON "duty" ("made");
CREATE INDEX "duty_function_id" ON "duty" ("function_id");
CREATE INDEX "duty_body_id" ON "duty" ("body_id");
CREATE TABLE "duty_contact" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "body_id" INTEGER NOT NULL,
  "function_id" INTEGER,
  "person_id" INTEGER NOT NULL,
  "deputy_id" INTEGER,
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days'))),
  FOREIGN KEY ("body_id") REFERENCES "duty_body" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("function_id") REFERENCES "duty_function" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("deputy_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "duty_contact_made" ON "duty_contact" ("made");
CREATE INDEX "duty_contact_body_id" ON "duty_contact" ("body_id");
CREATE INDEX "duty_contact_function_id" ON "duty_contact" ("function_id");
CREATE INDEX "duty_contact_person_id" ON "duty_contact" ("person_id");
CREATE INDEX "duty_contact_deputy_id" ON "duty_contact" ("deputy_id");

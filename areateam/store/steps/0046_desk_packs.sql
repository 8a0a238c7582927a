-- Desk packs: what a leaver had on a day, and what the receiver took over.
CREATE TABLE "desk_pack" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "person_id" INTEGER NOT NULL,
  "receiver_id" INTEGER,
  "as_at" TEXT NOT NULL CHECK ("as_at" IS NULL OR (length("as_at") = 10 AND "as_at" IS date("as_at", '+0 days'))),
  "made_by" TEXT NOT NULL,
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("receiver_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "desk_pack_made" ON "desk_pack" ("made");
CREATE INDEX "desk_pack_person_id" ON "desk_pack" ("person_id");
CREATE INDEX "desk_pack_receiver_id" ON "desk_pack" ("receiver_id");
CREATE TABLE "desk_line" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "pack_id" INTEGER NOT NULL,
  "thing" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "kind_of" TEXT NOT NULL,
  "ref" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "detail" TEXT NOT NULL,
  "due_on" TEXT CHECK ("due_on" IS NULL OR (length("due_on") = 10 AND "due_on" IS date("due_on", '+0 days'))),
  "ticked_on" TEXT CHECK ("ticked_on" IS NULL OR (length("ticked_on") = 10 AND "ticked_on" IS date("ticked_on", '+0 days'))),
  "ticked_by" TEXT,
  FOREIGN KEY ("pack_id") REFERENCES "desk_pack" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "desk_line_made" ON "desk_line" ("made");
CREATE UNIQUE INDEX "desk_line_pack_id_thing" ON "desk_line" ("pack_id", "thing");

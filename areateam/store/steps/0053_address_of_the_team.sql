-- The area team's own name, address and telephone, as its letters give them.
CREATE TABLE "body_address" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT,
  "address_1" TEXT NOT NULL,
  "address_2" TEXT,
  "address_3" TEXT,
  "address_4" TEXT,
  "postcode" TEXT,
  "phone" TEXT) STRICT;
CREATE INDEX "body_address_made" ON "body_address" ("made");
CREATE UNIQUE INDEX "body_address_code" ON "body_address" ("code");

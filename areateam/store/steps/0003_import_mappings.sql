-- Mappings of lists, kept by name.
CREATE TABLE "import_mapping" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "content" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("content") = 'object')) STRICT;
CREATE INDEX "import_mapping_made" ON "import_mapping" ("made");
CREATE UNIQUE INDEX "import_mapping_name" ON "import_mapping" ("name");

-- The first shape of a register. Frozen: later shapes are later steps.
CREATE TABLE "operation" ("id" INTEGER NOT NULL PRIMARY KEY,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "at" TEXT NOT NULL,
  "user" TEXT NOT NULL,
  "label" TEXT NOT NULL,
  "undoes" INTEGER,
  "redoes" INTEGER) STRICT;
CREATE INDEX "operation_undoes" ON "operation" ("undoes");
CREATE INDEX "operation_redoes" ON "operation" ("redoes");
CREATE TABLE "change" ("id" INTEGER NOT NULL PRIMARY KEY,
  "operation" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "record" INTEGER NOT NULL,
  "field" TEXT NOT NULL,
  "before" ANY,
  "after" ANY) STRICT;
CREATE INDEX "change_kind_record" ON "change" ("kind", "record");
CREATE TABLE "seal" ("id" INTEGER NOT NULL PRIMARY KEY,
  "digest" TEXT NOT NULL,
  "first" INTEGER NOT NULL,
  "last" INTEGER NOT NULL,
  "records" INTEGER NOT NULL) STRICT;
CREATE TABLE "content_seal" ("id" INTEGER NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL,
  "block" INTEGER NOT NULL,
  "digest" TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX "content_seal_kind_block" ON "content_seal" ("kind", "block");
CREATE INDEX "content_seal_kind" ON "content_seal" ("kind") WHERE digest = '';
CREATE TABLE "writing" ("id" INTEGER NOT NULL PRIMARY KEY,
  "operation" INTEGER NOT NULL,
  CHECK (id = 1)) STRICT;
CREATE TABLE "body" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "code" TEXT NOT NULL,
  "kind_of" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "ons_code" TEXT,
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days'))),
  "evidence" TEXT) STRICT;
CREATE INDEX "body_made" ON "body" ("made");
CREATE UNIQUE INDEX "body_code_kind_of" ON "body" ("code", "kind_of");
CREATE TABLE "body_link" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "code" TEXT NOT NULL,
  "link" TEXT NOT NULL,
  "other" TEXT NOT NULL,
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days'))),
  "evidence" TEXT) STRICT;
CREATE INDEX "body_link_made" ON "body_link" ("made");
CREATE INDEX "body_link_code_link_other" ON "body_link" ("code", "link", "other");
CREATE INDEX "body_link_other_link" ON "body_link" ("other", "link");
CREATE TABLE "membership" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "member_code" TEXT NOT NULL,
  "body_code" TEXT NOT NULL,
  "valid_from" TEXT NOT NULL CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days')))) STRICT;
CREATE INDEX "membership_made" ON "membership" ("made");
CREATE UNIQUE INDEX "membership_member_code_body_code_valid_from" ON "membership" ("member_code", "body_code", "valid_from");
CREATE INDEX "membership_body_code" ON "membership" ("body_code");
CREATE TABLE "person" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "job" TEXT,
  "team" TEXT,
  "email" TEXT,
  "phone" TEXT,
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days')))) STRICT;
CREATE INDEX "person_made" ON "person" ("made");
CREATE INDEX "person_name" ON "person" ("name");
CREATE TABLE "contractor" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "code" TEXT,
  "name" TEXT NOT NULL,
  "company_no" TEXT,
  "phone" TEXT,
  "email" TEXT) STRICT;
CREATE INDEX "contractor_made" ON "contractor" ("made");
CREATE INDEX "contractor_code" ON "contractor" ("code") WHERE ("code" IS NOT NULL);
CREATE TABLE "site" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "ods_code" TEXT,
  "practice_code" TEXT,
  "choices_id" TEXT,
  "name" TEXT NOT NULL,
  "site_kind" TEXT,
  "address_1" TEXT,
  "address_2" TEXT,
  "address_3" TEXT,
  "address_4" TEXT,
  "address_5" TEXT,
  "postcode" TEXT,
  "phone" TEXT,
  "email" TEXT,
  "website" TEXT,
  "fax" TEXT,
  "latitude" INTEGER,
  "longitude" INTEGER,
  "open_from" TEXT CHECK ("open_from" IS NULL OR (length("open_from") = 10 AND "open_from" IS date("open_from", '+0 days'))),
  "open_to" TEXT CHECK ("open_to" IS NULL OR (length("open_to") = 10 AND "open_to" IS date("open_to", '+0 days')))) STRICT;
CREATE INDEX "site_made" ON "site" ("made");
CREATE INDEX "site_practice_code_postcode" ON "site" ("practice_code", "postcode");
CREATE INDEX "site_ods_code" ON "site" ("ods_code") WHERE ("ods_code" IS NOT NULL);
CREATE INDEX "site_choices_id" ON "site" ("choices_id") WHERE ("choices_id" IS NOT NULL);
CREATE TABLE "site_service" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "choices_id" TEXT NOT NULL,
  "service" TEXT NOT NULL) STRICT;
CREATE INDEX "site_service_made" ON "site_service" ("made");
CREATE UNIQUE INDEX "site_service_choices_id_service" ON "site_service" ("choices_id", "service");
CREATE TABLE "role" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "person_id" INTEGER NOT NULL,
  "contractor_id" INTEGER NOT NULL,
  "role" TEXT NOT NULL,
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days'))),
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("contractor_id") REFERENCES "contractor" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "role_made" ON "role" ("made");
CREATE INDEX "role_person_id" ON "role" ("person_id");
CREATE INDEX "role_contractor_id" ON "role" ("contractor_id");
CREATE TABLE "contract" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "group_key" TEXT NOT NULL,
  "contract_type" TEXT NOT NULL,
  "party_type" TEXT,
  "contract_no" TEXT,
  "ods_code" TEXT,
  "name" TEXT NOT NULL,
  "contractor_id" INTEGER NOT NULL,
  "site_id" INTEGER,
  "pct_code" TEXT,
  "area_team_code" TEXT,
  "ccg_code" TEXT,
  "hwb_code" TEXT,
  "manager_id" INTEGER,
  "start_date" TEXT CHECK ("start_date" IS NULL OR (length("start_date") = 10 AND "start_date" IS date("start_date", '+0 days'))),
  "end_date" TEXT CHECK ("end_date" IS NULL OR (length("end_date") = 10 AND "end_date" IS date("end_date", '+0 days'))),
  "review_date" TEXT CHECK ("review_date" IS NULL OR (length("review_date") = 10 AND "review_date" IS date("review_date", '+0 days'))),
  "decision" TEXT,
  "decision_date" TEXT CHECK ("decision_date" IS NULL OR (length("decision_date") = 10 AND "decision_date" IS date("decision_date", '+0 days'))),
  "notice_months" INTEGER,
  "notice_given_on" TEXT CHECK ("notice_given_on" IS NULL OR (length("notice_given_on") = 10 AND "notice_given_on" IS date("notice_given_on", '+0 days'))),
  "notice_by" TEXT,
  "terminated_on" TEXT CHECK ("terminated_on" IS NULL OR (length("terminated_on") = 10 AND "terminated_on" IS date("terminated_on", '+0 days'))),
  "suspended_from" TEXT CHECK ("suspended_from" IS NULL OR (length("suspended_from") = 10 AND "suspended_from" IS date("suspended_from", '+0 days'))),
  "suspended_to" TEXT CHECK ("suspended_to" IS NULL OR (length("suspended_to") = 10 AND "suspended_to" IS date("suspended_to", '+0 days'))),
  "signed_copy" TEXT,
  "signed_on" TEXT CHECK ("signed_on" IS NULL OR (length("signed_on") = 10 AND "signed_on" IS date("signed_on", '+0 days'))),
  "annual_value_pence" INTEGER,
  "recurrent" INTEGER CHECK ("recurrent" IN (0, 1)),
  "nhs_contract_status" INTEGER CHECK ("nhs_contract_status" IN (0, 1)),
  "cqc_no" TEXT,
  "cqc_status" TEXT,
  "insurance_expiry" TEXT CHECK ("insurance_expiry" IS NULL OR (length("insurance_expiry") = 10 AND "insurance_expiry" IS date("insurance_expiry", '+0 days'))),
  "declaration_due" TEXT CHECK ("declaration_due" IS NULL OR (length("declaration_due") = 10 AND "declaration_due" IS date("declaration_due", '+0 days'))),
  "declaration_received" TEXT CHECK ("declaration_received" IS NULL OR (length("declaration_received") = 10 AND "declaration_received" IS date("declaration_received", '+0 days'))),
  "last_visit" TEXT CHECK ("last_visit" IS NULL OR (length("last_visit") = 10 AND "last_visit" IS date("last_visit", '+0 days'))),
  "next_visit" TEXT CHECK ("next_visit" IS NULL OR (length("next_visit") = 10 AND "next_visit" IS date("next_visit", '+0 days'))),
  "risk_score" INTEGER,
  "conformance" TEXT,
  "restricted" INTEGER CHECK ("restricted" IN (0, 1)),
  "terms" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("terms") = 'object'),
  FOREIGN KEY ("contractor_id") REFERENCES "contractor" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("manager_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "contract_made" ON "contract" ("made");
CREATE INDEX "contract_contractor_id" ON "contract" ("contractor_id");
CREATE INDEX "contract_site_id" ON "contract" ("site_id");
CREATE INDEX "contract_ods_code" ON "contract" ("ods_code");
CREATE INDEX "contract_contract_no" ON "contract" ("contract_no");
CREATE INDEX "contract_name" ON "contract" ("name");
CREATE INDEX "contract_end_date" ON "contract" ("end_date");
CREATE INDEX "contract_group_key_contract_type_pct_code" ON "contract" ("group_key", "contract_type", "pct_code");
CREATE INDEX "contract_manager_id" ON "contract" ("manager_id") WHERE ("manager_id" IS NOT NULL);
CREATE TABLE "contract_site" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "contract_id" INTEGER NOT NULL,
  "site_id" INTEGER NOT NULL,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "contract_site_made" ON "contract_site" ("made");
CREATE INDEX "contract_site_contract_id" ON "contract_site" ("contract_id");
CREATE INDEX "contract_site_site_id" ON "contract_site" ("site_id");
CREATE UNIQUE INDEX "contract_site_contract_id_site_id" ON "contract_site" ("contract_id", "site_id");
CREATE TABLE "note" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "contract_id" INTEGER NOT NULL,
  "written_on" TEXT NOT NULL CHECK ("written_on" IS NULL OR (length("written_on") = 10 AND "written_on" IS date("written_on", '+0 days'))),
  "author" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "note_made" ON "note" ("made");
CREATE INDEX "note_contract_id" ON "note" ("contract_id");
CREATE TABLE "tag" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "name" TEXT NOT NULL) STRICT;
CREATE INDEX "tag_made" ON "tag" ("made");
CREATE UNIQUE INDEX "tag_name" ON "tag" ("name");
CREATE TABLE "tagging" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "tag_id" INTEGER NOT NULL,
  "contract_id" INTEGER NOT NULL,
  FOREIGN KEY ("tag_id") REFERENCES "tag" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT) STRICT;
CREATE INDEX "tagging_made" ON "tagging" ("made");
CREATE INDEX "tagging_tag_id" ON "tagging" ("tag_id");
CREATE INDEX "tagging_contract_id" ON "tagging" ("contract_id");
CREATE UNIQUE INDEX "tagging_tag_id_contract_id" ON "tagging" ("tag_id", "contract_id");
CREATE TABLE "saved_view" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "page" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "content" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("content") = 'object')) STRICT;
CREATE INDEX "saved_view_made" ON "saved_view" ("made");
CREATE UNIQUE INDEX "saved_view_page_name" ON "saved_view" ("page", "name");
CREATE TABLE "batch" ("id" INTEGER NOT NULL PRIMARY KEY,
  "operation" INTEGER NOT NULL,
  "profile" TEXT NOT NULL,
  "subject" TEXT NOT NULL,
  "file" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "encoding" TEXT NOT NULL,
  "delimiter" TEXT NOT NULL,
  "pct_code" TEXT,
  "lines" INTEGER NOT NULL,
  "new" INTEGER NOT NULL,
  "changed" INTEGER NOT NULL,
  "same" INTEGER NOT NULL,
  "doubtful" INTEGER NOT NULL,
  "rejected" INTEGER NOT NULL,
  "absent" INTEGER NOT NULL,
  "settings" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("settings") = 'object')) STRICT;
CREATE INDEX "batch_operation" ON "batch" ("operation");
CREATE TABLE "source_line" ("id" INTEGER NOT NULL PRIMARY KEY,
  "batch_id" INTEGER NOT NULL,
  "line" INTEGER NOT NULL,
  "fingerprint" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "record" INTEGER NOT NULL,
  "superseded" INTEGER,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;
CREATE INDEX "source_line_record" ON "source_line" ("record");
CREATE TABLE "held_line" ("id" INTEGER NOT NULL PRIMARY KEY,
  "batch_id" INTEGER NOT NULL,
  "line" INTEGER NOT NULL,
  "outcome" TEXT NOT NULL,
  "cells" TEXT NOT NULL,
  "record" INTEGER,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;
CREATE INDEX "held_line_batch_id" ON "held_line" ("batch_id");
CREATE TABLE "batch_finding" ("id" INTEGER NOT NULL PRIMARY KEY,
  "batch_id" INTEGER NOT NULL,
  "line" INTEGER NOT NULL,
  "column_key" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "detail" TEXT NOT NULL,
  "weight" TEXT NOT NULL,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;
CREATE INDEX "batch_finding_batch_id" ON "batch_finding" ("batch_id");

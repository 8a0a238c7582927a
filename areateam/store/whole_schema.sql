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
  "superseded" INTEGER, "stated" INTEGER, "site" INTEGER, "contractor" INTEGER,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;

CREATE INDEX "source_line_record" ON "source_line" ("record");

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

CREATE TABLE "alias" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "kind_of" TEXT NOT NULL,
  "record" INTEGER NOT NULL,
  "was" INTEGER NOT NULL,
  "field" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days')))) STRICT;

CREATE INDEX "alias_made" ON "alias" ("made");

CREATE INDEX "alias_kind_of_field_value" ON "alias" ("kind_of", "field", "value");

CREATE INDEX "alias_kind_of_record" ON "alias" ("kind_of", "record");

CREATE INDEX "alias_kind_of_was" ON "alias" ("kind_of", "was");

CREATE TABLE "not_same" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "kind_of" TEXT NOT NULL,
  "one" INTEGER NOT NULL,
  "other" INTEGER NOT NULL,
  "one_known" TEXT NOT NULL,
  "other_known" TEXT NOT NULL) STRICT;

CREATE INDEX "not_same_made" ON "not_same" ("made");

CREATE UNIQUE INDEX "not_same_kind_of_one_other" ON "not_same" ("kind_of", "one", "other");

CREATE INDEX "not_same_kind_of_other" ON "not_same" ("kind_of", "other");

CREATE TABLE "import_mapping" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "content" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("content") = 'object')) STRICT;

CREATE INDEX "import_mapping_made" ON "import_mapping" ("made");

CREATE UNIQUE INDEX "import_mapping_name" ON "import_mapping" ("name");

CREATE TABLE "batch_fix" ("id" INTEGER NOT NULL PRIMARY KEY,
  "batch_id" INTEGER NOT NULL,
  "line" INTEGER NOT NULL,
  "mark" INTEGER NOT NULL,
  "place" INTEGER NOT NULL,
  "heading" TEXT NOT NULL,
  "before" TEXT NOT NULL,
  "after" TEXT NOT NULL,
  "kind" TEXT,
  "record" INTEGER,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;

CREATE INDEX "batch_fix_batch_id" ON "batch_fix" ("batch_id");

CREATE INDEX "batch_fix_record_kind" ON "batch_fix" ("record", "kind");

CREATE TABLE "batch_absent" ("id" INTEGER NOT NULL PRIMARY KEY,
  "batch_id" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "record" INTEGER NOT NULL,
  "decision" TEXT NOT NULL,
  "ends" TEXT CHECK ("ends" IS NULL OR (length("ends") = 10 AND "ends" IS date("ends", '+0 days'))),
  "reason" TEXT NOT NULL,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;

CREATE INDEX "batch_absent_batch_id" ON "batch_absent" ("batch_id");

CREATE INDEX "batch_absent_record_kind" ON "batch_absent" ("record", "kind");

CREATE TABLE "held_line" ("id" INTEGER NOT NULL PRIMARY KEY,
  "batch_id" INTEGER NOT NULL,
  "line" INTEGER NOT NULL,
  "outcome" TEXT NOT NULL,
  "cells" TEXT NOT NULL,
  "record" INTEGER,
  "pct_code" TEXT,
  "code" TEXT,
  "name" TEXT,
  "same_as" INTEGER,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;

CREATE INDEX "held_line_batch_id" ON "held_line" ("batch_id");

CREATE TABLE "waiting_line" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "held" INTEGER NOT NULL,
  "manager_id" INTEGER,
  "due_on" TEXT CHECK ("due_on" IS NULL OR (length("due_on") = 10 AND "due_on" IS date("due_on", '+0 days'))),
  "note" TEXT,
  "cells" TEXT,
  "findings" TEXT,
  "closed" TEXT,
  "closed_on" TEXT CHECK ("closed_on" IS NULL OR (length("closed_on") = 10 AND "closed_on" IS date("closed_on", '+0 days'))),
  "closed_by" TEXT,
  "reason" TEXT,
  "subject" TEXT,
  "went_to" INTEGER,
  FOREIGN KEY ("manager_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "waiting_line_made" ON "waiting_line" ("made");

CREATE INDEX "waiting_line_manager_id" ON "waiting_line" ("manager_id");

CREATE UNIQUE INDEX "waiting_line_held" ON "waiting_line" ("held");

CREATE TABLE "control_total" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "batch" INTEGER NOT NULL,
  "measure" TEXT NOT NULL,
  "amount" INTEGER NOT NULL) STRICT;

CREATE INDEX "control_total_made" ON "control_total" ("made");

CREATE UNIQUE INDEX "control_total_batch_measure" ON "control_total" ("batch", "measure");

CREATE INDEX "source_line_site" ON "source_line" ("site") WHERE ("site" IS NOT NULL);

CREATE INDEX "source_line_contractor" ON "source_line" ("contractor") WHERE ("contractor" IS NOT NULL);

CREATE TABLE "claim" ("id" INTEGER NOT NULL PRIMARY KEY,
  "batch_id" INTEGER NOT NULL,
  "line" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "record" INTEGER NOT NULL,
  "field" TEXT NOT NULL,
  "value" ANY,
  FOREIGN KEY ("batch_id") REFERENCES "batch" ("id")) STRICT;

CREATE INDEX "claim_kind_field_record" ON "claim" ("kind", "field", "record");

CREATE TABLE "derivation" ("id" INTEGER NOT NULL PRIMARY KEY,
  "operation" INTEGER NOT NULL,
  "field" TEXT NOT NULL) STRICT;

CREATE TABLE "precedence" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "field" TEXT NOT NULL,
  "sources" TEXT NOT NULL) STRICT;

CREATE INDEX "precedence_made" ON "precedence" ("made");

CREATE UNIQUE INDEX "precedence_field" ON "precedence" ("field");

CREATE TABLE "procedure_text" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "content" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("content") = 'object')) STRICT;

CREATE INDEX "procedure_text_made" ON "procedure_text" ("made");

CREATE UNIQUE INDEX "procedure_text_digest" ON "procedure_text" ("digest");

CREATE TABLE "case_step" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "label" TEXT NOT NULL,
  "stage" TEXT NOT NULL,
  "step_kind" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "person_id" INTEGER,
  "rule" TEXT,
  "days" INTEGER,
  "target" INTEGER,
  "start" TEXT,
  "start_on" TEXT CHECK ("start_on" IS NULL OR (length("start_on") = 10 AND "start_on" IS date("start_on", '+0 days'))),
  "legal" TEXT CHECK ("legal" IS NULL OR (length("legal") = 10 AND "legal" IS date("legal", '+0 days'))),
  "working" TEXT CHECK ("working" IS NULL OR (length("working") = 10 AND "working" IS date("working", '+0 days'))),
  "gives_first_day" INTEGER NOT NULL CHECK ("gives_first_day" IN (0, 1)),
  "paused_from" TEXT CHECK ("paused_from" IS NULL OR (length("paused_from") = 10 AND "paused_from" IS date("paused_from", '+0 days'))),
  "agreed_on" TEXT CHECK ("agreed_on" IS NULL OR (length("agreed_on") = 10 AND "agreed_on" IS date("agreed_on", '+0 days'))),
  "agreed_evidence" TEXT,
  "hand_on" TEXT CHECK ("hand_on" IS NULL OR (length("hand_on") = 10 AND "hand_on" IS date("hand_on", '+0 days'))),
  "hand_reason" TEXT,
  "letter" TEXT,
  "optional" INTEGER NOT NULL CHECK ("optional" IN (0, 1)),
  "added" INTEGER NOT NULL CHECK ("added" IN (0, 1)),
  "done_on" TEXT CHECK ("done_on" IS NULL OR (length("done_on") = 10 AND "done_on" IS date("done_on", '+0 days'))),
  "decision" TEXT,
  "decided_role" TEXT,
  "decided_by_id" INTEGER,
  "skipped_on" TEXT CHECK ("skipped_on" IS NULL OR (length("skipped_on") = 10 AND "skipped_on" IS date("skipped_on", '+0 days'))),
  "skipped_reason" TEXT,
  "note" TEXT,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("decided_by_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "case_step_made" ON "case_step" ("made");

CREATE INDEX "case_step_person_id" ON "case_step" ("person_id");

CREATE INDEX "case_step_decided_by_id" ON "case_step" ("decided_by_id");

CREATE UNIQUE INDEX "case_step_case_id_key" ON "case_step" ("case_id", "key");

CREATE INDEX "case_step_working" ON "case_step" ("working") WHERE ((("working" IS NOT NULL) AND ("done_on" IS NULL)) AND ("skipped_on" IS NULL));

CREATE TABLE "case_pause" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "step_id" INTEGER NOT NULL,
  "first_on" TEXT NOT NULL CHECK ("first_on" IS NULL OR (length("first_on") = 10 AND "first_on" IS date("first_on", '+0 days'))),
  "last_on" TEXT CHECK ("last_on" IS NULL OR (length("last_on") = 10 AND "last_on" IS date("last_on", '+0 days'))),
  "reason" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  "author" TEXT NOT NULL,
  "entered_on" TEXT NOT NULL CHECK ("entered_on" IS NULL OR (length("entered_on") = 10 AND "entered_on" IS date("entered_on", '+0 days'))),
  FOREIGN KEY ("step_id") REFERENCES "case_step" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "case_pause_made" ON "case_pause" ("made");

CREATE INDEX "case_pause_step_id" ON "case_pause" ("step_id");

CREATE TABLE "case_entry" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "happened_on" TEXT NOT NULL CHECK ("happened_on" IS NULL OR (length("happened_on") = 10 AND "happened_on" IS date("happened_on", '+0 days'))),
  "category" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "author" TEXT NOT NULL,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "case_entry_made" ON "case_entry" ("made");

CREATE INDEX "case_entry_case_id" ON "case_entry" ("case_id");

CREATE TABLE "case_role" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "person_id" INTEGER NOT NULL,
  "role" TEXT NOT NULL,
  "valid_from" TEXT NOT NULL CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days'))),
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "case_role_made" ON "case_role" ("made");

CREATE INDEX "case_role_case_id" ON "case_role" ("case_id");

CREATE INDEX "case_role_person_id" ON "case_role" ("person_id");

CREATE TABLE "case_link" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "other_id" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("other_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "case_link_made" ON "case_link" ("made");

CREATE INDEX "case_link_case_id" ON "case_link" ("case_id");

CREATE INDEX "case_link_other_id" ON "case_link" ("other_id");

CREATE UNIQUE INDEX "case_link_case_id_other_id" ON "case_link" ("case_id", "other_id");

CREATE TABLE "own_day" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "day" TEXT NOT NULL CHECK ("day" IS NULL OR (length("day") = 10 AND "day" IS date("day", '+0 days'))),
  "name" TEXT NOT NULL) STRICT;

CREATE INDEX "own_day_made" ON "own_day" ("made");

CREATE UNIQUE INDEX "own_day_day" ON "own_day" ("day");

CREATE TABLE "document_content" ("id" INTEGER NOT NULL PRIMARY KEY,
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "content" BLOB NOT NULL) STRICT;

CREATE UNIQUE INDEX "document_content_sha256" ON "document_content" ("sha256");

CREATE TABLE "applicant" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "group_key" TEXT NOT NULL,
  "contract_type" TEXT,
  "contractor_id" INTEGER,
  "site_id" INTEGER,
  "pct_code" TEXT,
  FOREIGN KEY ("contractor_id") REFERENCES "contractor" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "applicant_made" ON "applicant" ("made");

CREATE INDEX "applicant_contractor_id" ON "applicant" ("contractor_id");

CREATE INDEX "applicant_site_id" ON "applicant" ("site_id");

CREATE TABLE "case_file" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "contract_id" INTEGER,
  "procedure_id" INTEGER NOT NULL,
  "procedure_key" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "received_on" TEXT NOT NULL CHECK ("received_on" IS NULL OR (length("received_on") = 10 AND "received_on" IS date("received_on", '+0 days'))),
  "opened_on" TEXT NOT NULL CHECK ("opened_on" IS NULL OR (length("opened_on") = 10 AND "opened_on" IS date("opened_on", '+0 days'))),
  "manager_id" INTEGER,
  "risk" TEXT NOT NULL,
  "value_pence" INTEGER,
  "origin" TEXT,
  "dates" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("dates") = 'object'),
  "closed_on" TEXT CHECK ("closed_on" IS NULL OR (length("closed_on") = 10 AND "closed_on" IS date("closed_on", '+0 days'))),
  "outcome" TEXT,
  "outcome_reason" TEXT,
  "outcome_note" TEXT,
  "stage" TEXT,
  "next_step" TEXT,
  "next_due" TEXT CHECK ("next_due" IS NULL OR (length("next_due") = 10 AND "next_due" IS date("next_due", '+0 days'))),
  "applicant_id" INTEGER,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("procedure_id") REFERENCES "procedure_text" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("manager_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("applicant_id") REFERENCES "applicant" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "case_file_made" ON "case_file" ("made");

CREATE INDEX "case_file_contract_id" ON "case_file" ("contract_id");

CREATE INDEX "case_file_procedure_id" ON "case_file" ("procedure_id");

CREATE INDEX "case_file_manager_id" ON "case_file" ("manager_id");

CREATE INDEX "case_file_applicant_id" ON "case_file" ("applicant_id");

CREATE INDEX "case_file_closed_on_next_due" ON "case_file" ("closed_on", "next_due");

CREATE TABLE "case_appeal" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "outcome" TEXT NOT NULL,
  "rule" TEXT,
  "to_whom" TEXT NOT NULL,
  "start_on" TEXT CHECK ("start_on" IS NULL OR (length("start_on") = 10 AND "start_on" IS date("start_on", '+0 days'))),
  "legal" TEXT CHECK ("legal" IS NULL OR (length("legal") = 10 AND "legal" IS date("legal", '+0 days'))),
  "working" TEXT CHECK ("working" IS NULL OR (length("working") = 10 AND "working" IS date("working", '+0 days'))),
  "received_on" TEXT CHECK ("received_on" IS NULL OR (length("received_on") = 10 AND "received_on" IS date("received_on", '+0 days'))),
  "answered_by_id" INTEGER,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("answered_by_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "case_appeal_made" ON "case_appeal" ("made");

CREATE UNIQUE INDEX "case_appeal_case_id" ON "case_appeal" ("case_id");

CREATE INDEX "case_appeal_answered_by_id" ON "case_appeal" ("answered_by_id");

CREATE INDEX "case_appeal_legal" ON "case_appeal" ("legal") WHERE (("legal" IS NOT NULL) AND ("received_on" IS NULL));

CREATE TABLE "own_rule" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "rule" TEXT NOT NULL,
  "first_on" TEXT NOT NULL CHECK ("first_on" IS NULL OR (length("first_on") = 10 AND "first_on" IS date("first_on", '+0 days'))),
  "number" TEXT NOT NULL,
  "unit" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "author" TEXT NOT NULL,
  "set_on" TEXT NOT NULL CHECK ("set_on" IS NULL OR (length("set_on") = 10 AND "set_on" IS date("set_on", '+0 days')))) STRICT;

CREATE INDEX "own_rule_made" ON "own_rule" ("made");

CREATE UNIQUE INDEX "own_rule_rule_first_on" ON "own_rule" ("rule", "first_on");

CREATE TABLE "programme_text" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "content" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("content") = 'object')) STRICT;

CREATE INDEX "programme_text_made" ON "programme_text" ("made");

CREATE UNIQUE INDEX "programme_text_digest" ON "programme_text" ("digest");

CREATE TABLE "handover" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "programme_id" INTEGER NOT NULL,
  "programme_key" TEXT NOT NULL,
  "place" TEXT NOT NULL,
  "place_name" TEXT NOT NULL,
  "sender" TEXT NOT NULL,
  "receiver" TEXT NOT NULL,
  "vesting" TEXT NOT NULL CHECK ("vesting" IS NULL OR (length("vesting") = 10 AND "vesting" IS date("vesting", '+0 days'))),
  "started_on" TEXT NOT NULL CHECK ("started_on" IS NULL OR (length("started_on") = 10 AND "started_on" IS date("started_on", '+0 days'))),
  FOREIGN KEY ("programme_id") REFERENCES "programme_text" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "handover_made" ON "handover" ("made");

CREATE INDEX "handover_programme_id" ON "handover" ("programme_id");

CREATE UNIQUE INDEX "handover_programme_key_place" ON "handover" ("programme_key", "place");

CREATE TABLE "transition_task" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "handover_id" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "workstream" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "owner_id" INTEGER,
  "due_on" TEXT NOT NULL CHECK ("due_on" IS NULL OR (length("due_on") = 10 AND "due_on" IS date("due_on", '+0 days'))),
  "length" INTEGER NOT NULL,
  "spare" INTEGER NOT NULL,
  "two_sided" INTEGER NOT NULL CHECK ("two_sided" IN (0, 1)),
  "evidence" TEXT NOT NULL,
  "accept" TEXT NOT NULL,
  "risk" TEXT NOT NULL,
  "basis" TEXT NOT NULL,
  "source" TEXT,
  "started_on" TEXT CHECK ("started_on" IS NULL OR (length("started_on") = 10 AND "started_on" IS date("started_on", '+0 days'))),
  "hand_on" TEXT CHECK ("hand_on" IS NULL OR (length("hand_on") = 10 AND "hand_on" IS date("hand_on", '+0 days'))),
  "hand_reason" TEXT,
  "sent_on" TEXT CHECK ("sent_on" IS NULL OR (length("sent_on") = 10 AND "sent_on" IS date("sent_on", '+0 days'))),
  "sent_by" TEXT,
  "accepted_on" TEXT CHECK ("accepted_on" IS NULL OR (length("accepted_on") = 10 AND "accepted_on" IS date("accepted_on", '+0 days'))),
  "accepted_by" TEXT,
  "queried_on" TEXT CHECK ("queried_on" IS NULL OR (length("queried_on") = 10 AND "queried_on" IS date("queried_on", '+0 days'))),
  "query" TEXT,
  "done_on" TEXT CHECK ("done_on" IS NULL OR (length("done_on") = 10 AND "done_on" IS date("done_on", '+0 days'))),
  "unproven_reason" TEXT,
  "override" TEXT,
  "override_reason" TEXT,
  "override_by" TEXT,
  "override_until" TEXT CHECK ("override_until" IS NULL OR (length("override_until") = 10 AND "override_until" IS date("override_until", '+0 days'))),
  "removed_on" TEXT CHECK ("removed_on" IS NULL OR (length("removed_on") = 10 AND "removed_on" IS date("removed_on", '+0 days'))),
  "removed_by" TEXT,
  "removed_reason" TEXT,
  FOREIGN KEY ("handover_id") REFERENCES "handover" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("owner_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "transition_task_made" ON "transition_task" ("made");

CREATE INDEX "transition_task_owner_id" ON "transition_task" ("owner_id");

CREATE UNIQUE INDEX "transition_task_handover_id_key" ON "transition_task" ("handover_id", "key");

CREATE TABLE "task_link" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "task_id" INTEGER NOT NULL,
  "other_id" INTEGER NOT NULL,
  "link" TEXT NOT NULL,
  "lag" INTEGER NOT NULL,
  FOREIGN KEY ("task_id") REFERENCES "transition_task" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("other_id") REFERENCES "transition_task" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "task_link_made" ON "task_link" ("made");

CREATE INDEX "task_link_other_id" ON "task_link" ("other_id");

CREATE UNIQUE INDEX "task_link_task_id_other_id" ON "task_link" ("task_id", "other_id");

CREATE TABLE "task_evidence" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "task_id" INTEGER NOT NULL,
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "dated_on" TEXT NOT NULL CHECK ("dated_on" IS NULL OR (length("dated_on") = 10 AND "dated_on" IS date("dated_on", '+0 days'))),
  "filed_by" TEXT NOT NULL,
  FOREIGN KEY ("task_id") REFERENCES "transition_task" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "task_evidence_made" ON "task_evidence" ("made");

CREATE INDEX "task_evidence_task_id" ON "task_evidence" ("task_id");

CREATE INDEX "task_evidence_sha256" ON "task_evidence" ("sha256");

CREATE TABLE "baseline" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "programme_key" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "taken_on" TEXT NOT NULL CHECK ("taken_on" IS NULL OR (length("taken_on") = 10 AND "taken_on" IS date("taken_on", '+0 days'))),
  "taken_by" TEXT NOT NULL) STRICT;

CREATE INDEX "baseline_made" ON "baseline" ("made");

CREATE UNIQUE INDEX "baseline_programme_key_name" ON "baseline" ("programme_key", "name");

CREATE TABLE "baseline_line" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "baseline_id" INTEGER NOT NULL,
  "task_id" INTEGER NOT NULL,
  "start_on" TEXT NOT NULL CHECK ("start_on" IS NULL OR (length("start_on") = 10 AND "start_on" IS date("start_on", '+0 days'))),
  "finish_on" TEXT NOT NULL CHECK ("finish_on" IS NULL OR (length("finish_on") = 10 AND "finish_on" IS date("finish_on", '+0 days'))),
  "due_on" TEXT NOT NULL CHECK ("due_on" IS NULL OR (length("due_on") = 10 AND "due_on" IS date("due_on", '+0 days'))),
  "done" INTEGER NOT NULL CHECK ("done" IN (0, 1)),
  FOREIGN KEY ("baseline_id") REFERENCES "baseline" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("task_id") REFERENCES "transition_task" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "baseline_line_made" ON "baseline_line" ("made");

CREATE INDEX "baseline_line_task_id" ON "baseline_line" ("task_id");

CREATE UNIQUE INDEX "baseline_line_baseline_id_task_id" ON "baseline_line" ("baseline_id", "task_id");

CREATE TABLE "stocktake_line" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "contract_id" INTEGER NOT NULL,
  "parties_right" INTEGER CHECK ("parties_right" IN (0, 1)),
  "spend_traced_pence" INTEGER,
  "receiver" TEXT,
  "split_needed" INTEGER CHECK ("split_needed" IN (0, 1)),
  "third_parties" TEXT,
  "subcontracts" INTEGER CHECK ("subcontracts" IN (0, 1)),
  "staff_transfer" INTEGER CHECK ("staff_transfer" IN (0, 1)),
  "premises_link" INTEGER CHECK ("premises_link" IN (0, 1)),
  "data_sharing" INTEGER CHECK ("data_sharing" IN (0, 1)),
  "document_score" INTEGER,
  "likelihood" INTEGER,
  "impact" INTEGER,
  "action" TEXT,
  "stage" TEXT NOT NULL,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "stocktake_line_made" ON "stocktake_line" ("made");

CREATE UNIQUE INDEX "stocktake_line_contract_id" ON "stocktake_line" ("contract_id");

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

CREATE TABLE "letter_answers" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "step_id" INTEGER NOT NULL,
  "stated" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("stated") = 'object'),
  FOREIGN KEY ("step_id") REFERENCES "case_step" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "letter_answers_made" ON "letter_answers" ("made");

CREATE UNIQUE INDEX "letter_answers_step_id" ON "letter_answers" ("step_id");

CREATE TABLE "portfolio" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "person_id" INTEGER NOT NULL,
  "function_id" INTEGER,
  "group_key" TEXT,
  "pct" TEXT,
  "deputy" INTEGER NOT NULL CHECK ("deputy" IN (0, 1)),
  "valid_from" TEXT CHECK ("valid_from" IS NULL OR (length("valid_from") = 10 AND "valid_from" IS date("valid_from", '+0 days'))),
  "valid_to" TEXT CHECK ("valid_to" IS NULL OR (length("valid_to") = 10 AND "valid_to" IS date("valid_to", '+0 days'))),
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("function_id") REFERENCES "duty_function" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "portfolio_made" ON "portfolio" ("made");

CREATE INDEX "portfolio_person_id" ON "portfolio" ("person_id");

CREATE INDEX "portfolio_function_id" ON "portfolio" ("function_id");

CREATE TABLE "absence" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "person_id" INTEGER NOT NULL,
  "cover_id" INTEGER,
  "first_on" TEXT NOT NULL CHECK ("first_on" IS NULL OR (length("first_on") = 10 AND "first_on" IS date("first_on", '+0 days'))),
  "last_on" TEXT NOT NULL CHECK ("last_on" IS NULL OR (length("last_on") = 10 AND "last_on" IS date("last_on", '+0 days'))),
  "reason" TEXT,
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("cover_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "absence_made" ON "absence" ("made");

CREATE INDEX "absence_person_id" ON "absence" ("person_id");

CREATE INDEX "absence_cover_id" ON "absence" ("cover_id");

CREATE TABLE "contract_statement" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "digest" TEXT NOT NULL,
  "content" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("content") = 'object')) STRICT;

CREATE INDEX "contract_statement_made" ON "contract_statement" ("made");

CREATE UNIQUE INDEX "contract_statement_digest" ON "contract_statement" ("digest");

CREATE TABLE "their_signature" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "task_id" INTEGER NOT NULL,
  "side" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "signed_on" TEXT NOT NULL CHECK ("signed_on" IS NULL OR (length("signed_on") = 10 AND "signed_on" IS date("signed_on", '+0 days'))),
  "evidence" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("evidence") = 'object'),
  "contracts_id" INTEGER NOT NULL,
  "register" TEXT NOT NULL,
  "written_at" TEXT NOT NULL,
  "written_by" TEXT NOT NULL,
  FOREIGN KEY ("task_id") REFERENCES "transition_task" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("contracts_id") REFERENCES "contract_statement" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "their_signature_made" ON "their_signature" ("made");

CREATE INDEX "their_signature_contracts_id" ON "their_signature" ("contracts_id");

CREATE UNIQUE INDEX "their_signature_task_id_side" ON "their_signature" ("task_id", "side");

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

CREATE TABLE "call_off_stage" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "key" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "label" TEXT NOT NULL,
  "short" TEXT NOT NULL,
  "baseline_half_days" INTEGER NOT NULL,
  "target_half_days" INTEGER NOT NULL,
  "begun_on" TEXT CHECK ("begun_on" IS NULL OR (length("begun_on") = 10 AND "begun_on" IS date("begun_on", '+0 days'))),
  "done_on" TEXT CHECK ("done_on" IS NULL OR (length("done_on") = 10 AND "done_on" IS date("done_on", '+0 days'))),
  "by_noon" INTEGER NOT NULL CHECK ("by_noon" IN (0, 1)),
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "call_off_stage_made" ON "call_off_stage" ("made");

CREATE UNIQUE INDEX "call_off_stage_call_off_id_key" ON "call_off_stage" ("call_off_id", "key");

CREATE TABLE "call_off_pause" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "first_on" TEXT NOT NULL CHECK ("first_on" IS NULL OR (length("first_on") = 10 AND "first_on" IS date("first_on", '+0 days'))),
  "last_on" TEXT CHECK ("last_on" IS NULL OR (length("last_on") = 10 AND "last_on" IS date("last_on", '+0 days'))),
  "reason" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "call_off_pause_made" ON "call_off_pause" ("made");

CREATE INDEX "call_off_pause_call_off_id" ON "call_off_pause" ("call_off_id");

CREATE TABLE "call_off_loss" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "stage" TEXT NOT NULL,
  "cause" TEXT NOT NULL,
  "half_days" INTEGER NOT NULL,
  "note" TEXT NOT NULL,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "call_off_loss_made" ON "call_off_loss" ("made");

CREATE INDEX "call_off_loss_call_off_id" ON "call_off_loss" ("call_off_id");

CREATE TABLE "call_off_bidder" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "interests" TEXT NOT NULL,
  "interests_note" TEXT NOT NULL,
  "rank" INTEGER,
  "state" TEXT NOT NULL,
  "reason" TEXT,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "call_off_bidder_made" ON "call_off_bidder" ("made");

CREATE UNIQUE INDEX "call_off_bidder_call_off_id_name" ON "call_off_bidder" ("call_off_id", "name");

CREATE TABLE "call_off_paper" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "paper" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "dated_on" TEXT NOT NULL CHECK ("dated_on" IS NULL OR (length("dated_on") = 10 AND "dated_on" IS date("dated_on", '+0 days'))),
  "filed_by" TEXT NOT NULL,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "call_off_paper_made" ON "call_off_paper" ("made");

CREATE INDEX "call_off_paper_call_off_id" ON "call_off_paper" ("call_off_id");

CREATE INDEX "call_off_paper_sha256" ON "call_off_paper" ("sha256");

CREATE TABLE "call_off_saving" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "title" TEXT NOT NULL,
  "claimed_pence" INTEGER NOT NULL,
  "validated_pence" INTEGER,
  "cashable_pence" INTEGER,
  "validated_by" TEXT,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "call_off_saving_made" ON "call_off_saving" ("made");

CREATE INDEX "call_off_saving_call_off_id" ON "call_off_saving" ("call_off_id");

CREATE TABLE "own_tier" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "framework" TEXT NOT NULL,
  "number" INTEGER NOT NULL,
  "below_pence" INTEGER,
  "risk" TEXT NOT NULL,
  "approver" TEXT NOT NULL,
  "competition" TEXT NOT NULL,
  "gate_half_days" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("gate_half_days") = 'object'),
  "source" TEXT NOT NULL,
  "author" TEXT NOT NULL,
  "set_on" TEXT NOT NULL CHECK ("set_on" IS NULL OR (length("set_on") = 10 AND "set_on" IS date("set_on", '+0 days'))), "approver_role" TEXT) STRICT;

CREATE INDEX "own_tier_made" ON "own_tier" ("made");

CREATE UNIQUE INDEX "own_tier_framework_number" ON "own_tier" ("framework", "number");

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

CREATE TABLE "series_base" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "indicator" TEXT NOT NULL,
  "level" TEXT NOT NULL,
  "contract_id" INTEGER,
  "body_code" TEXT,
  "starts_on" TEXT NOT NULL CHECK ("starts_on" IS NULL OR (length("starts_on") = 10 AND "starts_on" IS date("starts_on", '+0 days'))),
  "locked" INTEGER,
  "reason" TEXT NOT NULL,
  "author" TEXT NOT NULL,
  "set_on" TEXT NOT NULL CHECK ("set_on" IS NULL OR (length("set_on") = 10 AND "set_on" IS date("set_on", '+0 days'))),
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "series_base_made" ON "series_base" ("made");

CREATE INDEX "series_base_contract_id" ON "series_base" ("contract_id");

CREATE INDEX "series_base_indicator_level" ON "series_base" ("indicator", "level");

CREATE TABLE "call_off" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "number" TEXT NOT NULL,
  "framework" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "need" TEXT NOT NULL,
  "sponsor" TEXT NOT NULL,
  "area" TEXT NOT NULL,
  "lot" TEXT NOT NULL,
  "value_pence" INTEGER NOT NULL,
  "risk_answers" TEXT NOT NULL DEFAULT '{}' CHECK (json_type("risk_answers") = 'object'),
  "route" TEXT NOT NULL,
  "standstill" INTEGER NOT NULL CHECK ("standstill" IN (0, 1)),
  "tier" INTEGER NOT NULL,
  "ruled_tier" INTEGER NOT NULL,
  "started_on" TEXT NOT NULL CHECK ("started_on" IS NULL OR (length("started_on") = 10 AND "started_on" IS date("started_on", '+0 days'))),
  "needed_by" TEXT CHECK ("needed_by" IS NULL OR (length("needed_by") = 10 AND "needed_by" IS date("needed_by", '+0 days'))),
  "notified_on" TEXT CHECK ("notified_on" IS NULL OR (length("notified_on") = 10 AND "notified_on" IS date("notified_on", '+0 days'))),
  "ended_on" TEXT CHECK ("ended_on" IS NULL OR (length("ended_on") = 10 AND "ended_on" IS date("ended_on", '+0 days'))),
  "outcome" TEXT,
  "outcome_reason" TEXT,
  "contract_id" INTEGER,
  "task_uid" TEXT,
  "path" TEXT NOT NULL,
  "path_reason" TEXT,
  "bids_due_on" TEXT CHECK ("bids_due_on" IS NULL OR (length("bids_due_on") = 10 AND "bids_due_on" IS date("bids_due_on", '+0 days'))),
  "term_ends_on" TEXT CHECK ("term_ends_on" IS NULL OR (length("term_ends_on") = 10 AND "term_ends_on" IS date("term_ends_on", '+0 days'))),
  "early_exit" INTEGER CHECK ("early_exit" IN (0, 1)),
  "exit_terms" TEXT,
  "after" TEXT,
  "after_body" TEXT,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "call_off_made" ON "call_off" ("made");

CREATE UNIQUE INDEX "call_off_number" ON "call_off" ("number");

CREATE INDEX "call_off_contract_id" ON "call_off" ("contract_id");

CREATE TABLE "gate_entry" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "gate" TEXT NOT NULL,
  "decided" TEXT NOT NULL,
  "tier" INTEGER NOT NULL,
  "decided_on" TEXT NOT NULL CHECK ("decided_on" IS NULL OR (length("decided_on") = 10 AND "decided_on" IS date("decided_on", '+0 days'))),
  "rule" TEXT NOT NULL,
  "value_pence" INTEGER NOT NULL,
  "risk_points" INTEGER NOT NULL,
  "reason" TEXT NOT NULL,
  "decided_by" TEXT NOT NULL,
  "second" TEXT,
  "decided_role" TEXT,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "gate_entry_made" ON "gate_entry" ("made");

CREATE INDEX "gate_entry_call_off_id" ON "gate_entry" ("call_off_id");

CREATE TABLE "call_off_decision" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "call_off_id" INTEGER NOT NULL,
  "act" TEXT NOT NULL,
  "decided_role" TEXT NOT NULL,
  "decided_by" TEXT NOT NULL,
  "decided_on" TEXT NOT NULL CHECK ("decided_on" IS NULL OR (length("decided_on") = 10 AND "decided_on" IS date("decided_on", '+0 days'))),
  "reason" TEXT NOT NULL,
  FOREIGN KEY ("call_off_id") REFERENCES "call_off" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "call_off_decision_made" ON "call_off_decision" ("made");

CREATE INDEX "call_off_decision_call_off_id" ON "call_off_decision" ("call_off_id");

CREATE TABLE "letter_template" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "letter" TEXT NOT NULL,
  "pct" TEXT NOT NULL DEFAULT '',
  "version" INTEGER NOT NULL DEFAULT 1,
  "in_use" INTEGER NOT NULL DEFAULT 1 CHECK ("in_use" IN (0, 1)),
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "name" TEXT NOT NULL) STRICT;

CREATE INDEX "letter_template_made" ON "letter_template" ("made");

CREATE UNIQUE INDEX "letter_template_letter_pct_version" ON "letter_template" ("letter", "pct", "version");

CREATE TABLE "document" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "contract_id" INTEGER,
  "case_id" INTEGER,
  "step_id" INTEGER,
  "sha256" TEXT NOT NULL,
  "size" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "dated_on" TEXT NOT NULL CHECK ("dated_on" IS NULL OR (length("dated_on") = 10 AND "dated_on" IS date("dated_on", '+0 days'))),
  "state" TEXT NOT NULL,
  "letter" TEXT,
  "follows_id" INTEGER,
  "letter_version" INTEGER,
  "template_id" INTEGER,
  FOREIGN KEY ("contract_id") REFERENCES "contract" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("step_id") REFERENCES "case_step" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("follows_id") REFERENCES "document" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("template_id") REFERENCES "letter_template" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "document_made" ON "document" ("made");

CREATE INDEX "document_contract_id" ON "document" ("contract_id");

CREATE INDEX "document_case_id" ON "document" ("case_id");

CREATE INDEX "document_step_id" ON "document" ("step_id");

CREATE INDEX "document_sha256" ON "document" ("sha256");

CREATE INDEX "document_follows_id" ON "document" ("follows_id");

CREATE INDEX "document_template_id" ON "document" ("template_id");

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
  "merged_into_id" INTEGER,
  FOREIGN KEY ("follows_id") REFERENCES "plan" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("copy_of_id") REFERENCES "plan" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("merged_into_id") REFERENCES "plan" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "plan_made" ON "plan" ("made");

CREATE INDEX "plan_lineage" ON "plan" ("lineage");

CREATE INDEX "plan_follows_id" ON "plan" ("follows_id");

CREATE INDEX "plan_copy_of_id" ON "plan" ("copy_of_id");

CREATE INDEX "plan_merged_into_id" ON "plan" ("merged_into_id");

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
  "check_in" INTEGER,
  FOREIGN KEY ("aim_id") REFERENCES "plan_aim" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("owner_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "plan_measure_made" ON "plan_measure" ("made");

CREATE INDEX "plan_measure_aim_id" ON "plan_measure" ("aim_id");

CREATE INDEX "plan_measure_lineage" ON "plan_measure" ("lineage");

CREATE INDEX "plan_measure_owner_id" ON "plan_measure" ("owner_id");

CREATE TABLE "case_hours" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "case_id" INTEGER NOT NULL,
  "step_id" INTEGER,
  "person_id" INTEGER NOT NULL,
  "worked_on" TEXT NOT NULL CHECK ("worked_on" IS NULL OR (length("worked_on") = 10 AND "worked_on" IS date("worked_on", '+0 days'))),
  "minutes" INTEGER NOT NULL,
  "note" TEXT,
  "author" TEXT NOT NULL,
  "entered_on" TEXT NOT NULL CHECK ("entered_on" IS NULL OR (length("entered_on") = 10 AND "entered_on" IS date("entered_on", '+0 days'))),
  FOREIGN KEY ("case_id") REFERENCES "case_file" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("step_id") REFERENCES "case_step" ("id") ON DELETE RESTRICT,
  FOREIGN KEY ("person_id") REFERENCES "person" ("id") ON DELETE RESTRICT) STRICT;

CREATE INDEX "case_hours_made" ON "case_hours" ("made");

CREATE INDEX "case_hours_case_id" ON "case_hours" ("case_id");

CREATE INDEX "case_hours_step_id" ON "case_hours" ("step_id");

CREATE INDEX "case_hours_person_id" ON "case_hours" ("person_id");

CREATE TABLE "staff_rate" ("id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "uid" TEXT NOT NULL DEFAULT (lower(hex(randomblob(8)))),
  "made" INTEGER NOT NULL,
  "first_on" TEXT NOT NULL CHECK ("first_on" IS NULL OR (length("first_on") = 10 AND "first_on" IS date("first_on", '+0 days'))),
  "pence" INTEGER NOT NULL,
  "source" TEXT NOT NULL,
  "confidence" INTEGER,
  "author" TEXT NOT NULL,
  "set_on" TEXT NOT NULL CHECK ("set_on" IS NULL OR (length("set_on") = 10 AND "set_on" IS date("set_on", '+0 days')))) STRICT;

CREATE INDEX "staff_rate_made" ON "staff_rate" ("made");

CREATE UNIQUE INDEX "staff_rate_first_on" ON "staff_rate" ("first_on");

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


"""The verbs: everything that a user of the Python package or of the command line can do."""

from __future__ import annotations

from pharmakon.api.answers import answer_page, check_layout
from pharmakon.api.building import Tree, build, check, verify, write
from pharmakon.api.comparing import Difference, diff
from pharmakon.api.comparison_pages import diff_page
from pharmakon.api.contradicting import contradictions
from pharmakon.api.converting import MOST_FINDINGS, Stream, convert, is_shared, rejects_kept
from pharmakon.api.curating import claim_skeleton, record_skeleton
from pharmakon.api.explaining import json_schema, list_formats, list_rules, rule, rules_page, schema_artefact
from pharmakon.api.fhir_resources import to_fhir
from pharmakon.api.fixing import fix_passages, passage_fixes
from pharmakon.api.frames import to_frame
from pharmakon.api.graphs import to_graph, to_oxigraph
from pharmakon.api.judgement_pages import contradictions_page, gaps_page
from pharmakon.api.judging import judged, stream_report, validate_stream
from pharmakon.api.loading import load, validate
from pharmakon.api.pages import listing, record_json, record_page
from pharmakon.api.querying import Answer, query, query_text
from pharmakon.api.silence import gaps
from pharmakon.api.spreading import convert_spark, parts_report
from pharmakon.api.standing import status_of
from pharmakon.compression import compressed, kind_of
from pharmakon.engines.tally import Tally
from pharmakon.publish import write_file, write_text
from pharmakon.report import render

__all__ = [
    "MOST_FINDINGS",
    "Answer",
    "Difference",
    "Stream",
    "Tally",
    "Tree",
    "answer_page",
    "build",
    "check",
    "check_layout",
    "claim_skeleton",
    "compressed",
    "contradictions",
    "contradictions_page",
    "convert",
    "convert_spark",
    "diff",
    "diff_page",
    "fix_passages",
    "gaps",
    "gaps_page",
    "is_shared",
    "json_schema",
    "judged",
    "kind_of",
    "list_formats",
    "list_rules",
    "listing",
    "load",
    "parts_report",
    "passage_fixes",
    "query",
    "query_text",
    "record_json",
    "record_page",
    "record_skeleton",
    "rejects_kept",
    "render",
    "rule",
    "rules_page",
    "schema_artefact",
    "status_of",
    "stream_report",
    "to_fhir",
    "to_frame",
    "to_graph",
    "to_oxigraph",
    "validate",
    "validate_stream",
    "verify",
    "write",
    "write_file",
    "write_text",
]

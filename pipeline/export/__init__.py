"""Export: the marts as files, for whoever works with tables and not with SQL."""

from pipeline.export.exporter import FORMATS, Exported, ExportError, export_marts

__all__ = ["FORMATS", "ExportError", "Exported", "export_marts"]

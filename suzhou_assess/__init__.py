"""Digital maturity assessment (数字化能力评估) of small and medium manufacturers."""

__version__ = "0.1.0"

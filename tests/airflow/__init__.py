"""The DAGs, the plugins and the pages under the real Airflow."""
